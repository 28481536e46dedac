using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Swift;

public sealed class SwiftProbeConformanceTests : ServerProbeConformance, IAsyncLifetime
{
    private FakeKeystone _keystone = null!;

    protected override string? DefaultName => "swift";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: unable to authenticate: connection refused";

    protected override bool TargetIsOptional => true;

    protected override string HealthyTarget => Target(_keystone.Server.Port);

    public async ValueTask InitializeAsync() => _keystone = await FakeKeystone.StartAsync(Secret);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _keystone.DisposeAsync();
    }

    protected override string Target(int port) => $"http://probe:{Secret}@127.0.0.1:{port}/v3";

    // The deadline has to cut, and not the response's limit, which is as long and starts later.
    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeSwift(
            target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, options =>
            {
                options.TenantName = "shop";
                options.ResponseTimeout = TimeSpan.FromDays(1);
            });

    [Theory]
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
    public void Add_BadTarget_SaysSoWithoutTheSecret(string target) =>
        AddFails(target).Message.Should().NotContain("s3cr3t").And.Contain("URL");
}
