using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks;
using Philae.HealthChecks.Targets;
using Philae.HealthChecks.Tcp;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the TCP probe.</summary>
public static class PhilaeTcpBuilderExtensions
{
    private const string Kind = "tcp";
    private const int NoPort = 0;
    private static readonly Dictionary<string, int> Schemes = new() { ["tcp"] = NoPort };
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds a probe that resolves a host, IPv4 and IPv6, and is healthy when one of its addresses accepts a TCP connection.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target"><c>host:port</c>; an IPv6 address in brackets, <c>[::1]:5432</c>.</param>
    /// <param name="name">The name in the report. Null: <c>tcp</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 5 seconds, as go-philae.</param>
    /// <param name="configure">Sets the options that every probe has. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target is not <c>host:port</c>, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeTcp(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ProbeOptions>? configure = null)
    {
        (string host, int port) = Parse(target);
        string probeName = name ?? Kind;
        return builder.AddPhilaeProbe<ProbeOptions>(
            (services, _) => new TcpProbe(probeName, host, port, Dns.GetHostAddressesAsync, services.GetRequiredService<TimeProvider>()),
            probeName, failureStatus, tags, timeout ?? DefaultTimeout, configure, Kind);
    }

    private static (string Host, int Port) Parse(string target)
    {
        target = TargetText.Clean(target);
        string why = "";
        try
        {
            ProbeUrl url = ProbeUrl.Parse("tcp://" + target, Schemes, nameof(target));
            if (url.Port != NoPort && target.AsSpan().IndexOfAny("@/?#") < 0)
            {
                return (url.Host, url.Port);
            }
        }
        catch (ArgumentException exception) when (exception.Message.Contains("ends in a number", StringComparison.Ordinal))
        {
            why = "; the host ends in a number, and so is an IPv4 address, which is four decimal numbers";
        }
        catch (ArgumentException)
        {
            // The error is reported below, in go-philae's words.
        }

        // A URL or a connection string that is pasted here may hold a password.
        string shown = target.All(static character => char.IsLetterOrDigit(character) || ".-_:[]%".Contains(character, StringComparison.Ordinal)) ? target : "***";
        throw new ArgumentException($"invalid endpoint {shown}, should be host:port with a port from 1 to 65535{why}", nameof(target));
    }
}
