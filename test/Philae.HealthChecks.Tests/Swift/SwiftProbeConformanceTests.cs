using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Swift;

public sealed class SwiftProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "swift";

    protected override string Path => FakeKeystone.Path3;

    protected override string Good => FakeKeystone.Catalogue3;

    protected override string Unsent => "unable to authenticate";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override TimeSpan DefaultLimit => TimeSpan.FromSeconds(2);

    protected override string? ConfiguredUrl => "swift+http://user:p@127.0.0.1/v3";

    protected override Action<IHealthChecksBuilder, string>? AddTarget => static (builder, target) => builder.AddPhilaeSwift(target, configure: static options => options.TenantName = "shop");

    protected override string Target(int port) => $"http://user:{Secret}@127.0.0.1:{port}/v3";

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeSwift(
            $"{server.Scheme}://{server.UserInfo}@{server.Authority}/v3",
            registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, options =>
            {
                options.TenantName = "shop";
                configure(options);
            });

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("ftp://host/v3")]
    [InlineData("host:5000")]
    [InlineData("http://")]
    [InlineData("http://user:s3cr3t@host:http/v3")]
    [InlineData("http://user:s3cr3t/0f-the-test@host/v3")]
    [InlineData("https://user:s3cr3t@ho st/v3")]
    [InlineData("https://user:s3cr3t@host/v3?region=R1")]
    [InlineData("https://user:s3cr3t@host/auth/v1.0")]
    [InlineData("https://user:s3cr3t@host/auth/v1/")]
    [InlineData("user:s3cr3t@host/v3")]
    public void Add_BadTarget_NamesItWithoutTheSecret(string target) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeSwift(target)).Should().Throw<ArgumentException>()
            .WithParameterName("target").Which.Message.Should().NotContain("s3cr3t");
}
