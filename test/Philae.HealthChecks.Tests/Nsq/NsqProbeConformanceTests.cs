using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Nsq;

public sealed class NsqProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "nsq";

    protected override string? RealServer => "PHILAE_TEST_NSQ_URL";

    protected override string Path => "/ping";

    protected override string Good => "OK";

    protected override string? ConfiguredUrl => "nsq://127.0.0.1";

    protected override Action<IHealthChecksBuilder, string>? AddTarget => static (builder, target) => builder.AddPhilaeNsq(target);

    protected override string Target(int port) => "127.0.0.1";

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeNsq(server.Host, server.Port, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, configure);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("host:4151")]
    [InlineData("http://host")]
    [InlineData("user:s3cr3t@host")]
    public void Add_BadHost_NamesItWithoutTheSecret(string? host) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeNsq(host!)).Should().Throw<ArgumentException>()
            .WithParameterName("host").Which.Message.Should().NotContain("s3cr3t");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Add_BadPort_NamesIt(int port) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeNsq("host", port)).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("port");
}
