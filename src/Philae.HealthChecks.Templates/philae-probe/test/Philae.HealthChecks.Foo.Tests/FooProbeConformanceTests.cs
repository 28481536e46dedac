using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Foo.Tests;

public sealed class FooProbeConformanceTests : ServerProbeConformance
{
    // A real server is better, where one can be had: test/Philae.HealthChecks.TestKit/Servers.
    private readonly RawServer _server = new(static async (stream, stop) =>
    {
        await stream.ReadExactlyAsync(new byte["ping\n".Length], stop);
        await stream.WriteAsync("pong\n"u8.ToArray(), stop);
    });

    protected override string? DefaultName => "foo";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: unable to contact Foo host: connection refused";

    protected override string HealthyTarget => Target(_server.Port);

    protected override string Target(int port) => $"foo://127.0.0.1:{port}";

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeFoo(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
