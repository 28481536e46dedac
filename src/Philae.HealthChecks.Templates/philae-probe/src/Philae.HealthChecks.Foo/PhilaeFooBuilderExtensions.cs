using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks;
using Philae.HealthChecks.Foo;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Foo probe.</summary>
public static class PhilaeFooBuilderExtensions
{
    private const string Kind = "foo";
    private static readonly Dictionary<string, int> Schemes = new() { [Kind] = 4711 };

    /// <summary>Adds a probe that sends a ping to Foo.</summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">A URL, <c>foo://host:4711</c>.</param>
    /// <param name="name">The name in the report. Null: <c>foo</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the options that every probe has. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target cannot be read, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeFoo(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ProbeOptions>? configure = null)
    {
        var url = ProbeUrl.Parse(target, Schemes);
        if (url.UserName is not null || url.Password is not null || url.Path.Length > 0 || url.Query.Count > 0)
        {
            throw new ArgumentException("a Foo target is foo://host:port, and no more.", nameof(target));
        }

        string probeName = name ?? Kind;
        return builder.AddPhilaeProbe<ProbeOptions>(
            (_, _) => new FooProbe(probeName, url.Host, url.Port), probeName, failureStatus, tags, timeout ?? TimeSpan.FromSeconds(3), configure, Kind);
    }
}
