using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Configuration;

/// <summary>The schemes of the probes that need no driver. A probe whose target looks as another's has a word before it: <c>philae+https://</c>.</summary>
internal static class CoreSchemes
{
    private const string Http = "http://";
    private const string Https = "https://";

    public static void AddTo(PhilaeProbeSchemes schemes) => schemes
        .Add(
            CoreKeys.Http,
            static (builder, probe) => builder.AddPhilaeHttp(probe.Url, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            Http, Https)
        .Add(
            CoreKeys.Common,
            static (builder, probe) => builder.AddPhilaeTcp(HostAndPort(probe), probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "tcp://")
        .Add(
            CoreKeys.Service,
            static (builder, probe) => builder.AddPhilaeService(Behind(probe), probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "philae+http://", "philae+https://")
        .Add(
            CoreKeys.Elasticsearch,
            static (builder, probe) => builder.AddPhilaeElasticsearch(Behind(probe), probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "elasticsearch+http://", "elasticsearch+https://")
        .Add(
            CoreKeys.Swift,
            static (builder, probe) => builder.AddPhilaeSwift(Behind(probe), probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "swift+http://", "swift+https://")
        .Add(
            CoreKeys.Swift,
            static (builder, probe) => builder.AddPhilaeSwift(FromEnvironment(probe), probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "swift:")
        .Add(CoreKeys.Nsq, AddNsq, "nsq://", "nsq+https://")
        .Add(
            CoreKeys.StatusPage,
            static (builder, probe) => Alone(probe, builder).AddPhilaeGitHub(probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "github:")
        .Add(
            CoreKeys.StatusPage,
            static (builder, probe) => Alone(probe, builder).AddPhilaeGitLab(probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "gitlab:")
        .Add(
            CoreKeys.StatusPage,
            static (builder, probe) => builder.AddPhilaeStatusIO(probe.Rest, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "statusio:")
        .Add(CoreKeys.Sample, AddSample, "sample:");

    private static void AddNsq(IHealthChecksBuilder builder, PhilaeConfiguredProbe<NsqProbeOptions> probe)
    {
        bool tls = probe.Scheme == "nsq+https://";
        ProbeUrl url = ProbeUrl.Parse(probe.Url, new Dictionary<string, int> { ["nsq"] = 4151, ["nsq+https"] = 4152 });
        if (probe.Rest.AsSpan().IndexOfAny("/@?#") >= 0)
        {
            throw new ArgumentException("an NSQ target is nsq://host:port or nsq+https://host:port, and no more.", nameof(probe));
        }

        builder.AddPhilaeNsq(url.Host, url.Port, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, options =>
        {
            options.UseTls = tls ? true : null;
            probe.Configure(options);
        });
    }

    private static void AddSample(IHealthChecksBuilder builder, PhilaeConfiguredProbe<SampleProbeOptions> probe)
    {
        bool healthy = probe.Rest switch
        {
            "healthy" => true,
            "unhealthy" => false,
            _ => throw new ArgumentException("a sample is sample:healthy or sample:unhealthy.", nameof(probe)),
        };
        builder.AddPhilaeSample(healthy, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure);
    }

    private static string Behind<TOptions>(PhilaeConfiguredProbe<TOptions> probe)
        where TOptions : ProbeOptions => probe.Url[(probe.Scheme.IndexOf('+', StringComparison.Ordinal) + 1)..];

    // The probe's own message would quote a text that is not host:port.
    private static string HostAndPort(PhilaeConfiguredProbe<ProbeOptions> probe)
    {
        const int none = 0;
        ProbeUrl url = ProbeUrl.Parse(probe.Url, new Dictionary<string, int> { ["tcp"] = none });
        return url.Port != none && probe.Rest.AsSpan().IndexOfAny("/@?#") < 0
            ? probe.Rest
            : throw new ArgumentException("a TCP target is tcp://host:port, and no more, with a port from 1 to 65535.", nameof(probe));
    }

    private static string? FromEnvironment(PhilaeConfiguredProbe<SwiftProbeOptions> probe) => probe.Rest.Length == 0
        ? null
        : throw new ArgumentException("a Swift target is swift+https://user:password@host:5000/v3, or swift: alone for what the environment says.", nameof(probe));

    private static IHealthChecksBuilder Alone(PhilaeConfiguredProbe<StatusPageProbeOptions> probe, IHealthChecksBuilder builder) => probe.Rest.Length == 0
        ? builder
        : throw new ArgumentException($"expected '{probe.Scheme}' and no more; another address goes into BaseAddress.", nameof(probe));
}
