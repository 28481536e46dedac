using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "http";

    protected override string Path => "/";

    protected override string? ConfiguredUrl => "http://127.0.0.1";

    protected override Action<IHealthChecksBuilder, string>? AddTarget => static (builder, target) => builder.AddPhilaeHttp(target);

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeHttp(server.AbsoluteUri, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, configure);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("ftp://host/")]
    [InlineData("host:80")]
    [InlineData("/relative")]
    [InlineData("http://")]
    [InlineData("http:///path")]
    [InlineData("http://user:s3cr3t@/path")]
    [InlineData("http://user:s3cr3t@host:0/")]
    [InlineData("http://user:s3cr3t@host:70000/")]
    [InlineData("http://user:s3cr3t@host:http/")]
    [InlineData("http://user:s3cr3t/0f-the-test@host/")]
    [InlineData("https://user:s3cr3t@ho st/")]
    [InlineData("https://user:s3cr3t@host:1\0/")]
    [InlineData("https://user:s3cr3t@[nope]/")]
    [InlineData("https://user:s3cr3t@[::1]x:80/")]
    [InlineData("mysql://user:s3cr3t@host/")]
    public void Add_BadTarget_NamesItWithoutTheSecret(string? target) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeHttp(target!)).Should().Throw<ArgumentException>()
            .WithParameterName("target").Which.Message.Should().NotContain("s3cr3t");
}
