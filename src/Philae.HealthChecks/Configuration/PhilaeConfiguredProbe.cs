using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>A probe as the configuration describes it. It is passed to the registration of its scheme.</summary>
/// <typeparam name="TOptions">The probe's options.</typeparam>
public sealed class PhilaeConfiguredProbe<TOptions>
    where TOptions : ProbeOptions
{
    internal PhilaeConfiguredProbe(string scheme, string url, string name, Action<TOptions> configure)
    {
        Scheme = scheme;
        Url = url;
        Name = name;
        Configure = configure;
    }

    /// <summary>The scheme that selected the probe, as it was added: <c>redis://</c>.</summary>
    public string Scheme { get; }

    /// <summary>The whole value of the key <c>Url</c>. It may hold a secret.</summary>
    public string Url { get; }

    /// <summary>The rest of <see cref="Url"/> after the scheme. Empty if there is none.</summary>
    public string Rest => Url[Scheme.Length..];

    /// <summary>
    /// The target of a probe that takes a URL or its driver's own connection string: <see cref="Url"/>, or the rest of it after a
    /// scheme without slashes (<c>redis:</c>).
    /// </summary>
    public string Target => Scheme.EndsWith('/') ? Url : Rest;

    /// <summary>The name in the report: the probe's own key in the configuration.</summary>
    public string Name { get; }

    /// <summary>The value of the key <c>FailureStatus</c>. Null: the key is not set.</summary>
    public HealthStatus? FailureStatus { get; internal init; }

    /// <summary>The value of the key <c>Tags</c>. Null: the key is not set.</summary>
    public IReadOnlyList<string>? Tags { get; internal init; }

    /// <summary>The value of the key <c>Timeout</c>, from 1 millisecond to 1 day. Null: the key is not set.</summary>
    public TimeSpan? Timeout { get; internal init; }

    /// <summary>Sets the options that have a key of their own.</summary>
    public Action<TOptions> Configure { get; }
}
