using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Service;

public sealed class ServiceProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "philae";

    protected override string Path => "/_health";

    protected override string Good => """{"healthy":true,"probes":[],"error":null}""";

    protected override string Page => "service.md";

    protected override string? ConfiguredUrl => "philae+http://127.0.0.1";

    protected override Action<IHealthChecksBuilder, string>? AddTarget => static (builder, target) => builder.AddPhilaeService(target);

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeService(server.AbsoluteUri, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, configure);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("host:80")]
    [InlineData("http://user:s3cr3t@host:70000/")]
    [InlineData("redis://user:s3cr3t@host/")]
    public void Add_BadTarget_NamesItWithoutTheSecret(string? target) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeService(target!)).Should().Throw<ArgumentException>()
            .WithParameterName("target").Which.Message.Should().NotContain("s3cr3t");
}
