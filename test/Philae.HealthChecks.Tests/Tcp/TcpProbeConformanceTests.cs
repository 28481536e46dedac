using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Tcp;

public sealed class TcpProbeConformanceTests : ServerProbeConformance
{
    private readonly HangingServer _silent = new();
    private readonly BlackHole _hole = new();

    protected override string? DefaultName => "tcp";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(5);

    protected override string RefusedError => "probe check failed: fail to open TCP connection: connection refused";

    protected override string? ConfiguredUrl => "tcp://127.0.0.1:1";

    protected override Task Hanging => _hole.Reached;

    // It never says a word, which this probe does not wait for.
    protected override string HealthyTarget => Target(_silent.Port);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _silent.DisposeAsync();
        await _hole.DisposeAsync();
    }

    protected override string Target(int port) => $"127.0.0.1:{port}";

    protected override void Add(IHealthChecksBuilder builder, Condition condition, Registration registration)
    {
        if (condition == Condition.Hanging)
        {
            Add(builder, Target(_hole.Port), registration);
        }
        else
        {
            base.Add(builder, condition, registration);
        }
    }

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeTcp(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData(":80")]
    [InlineData("localhost:0")]
    [InlineData("localhost:70000")]
    [InlineData("localhost:-1")]
    [InlineData("localhost:http")]
    [InlineData("localhost:80:90")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[::1:80")]
    [InlineData("[nope]:80")]
    [InlineData("[::1]x:80")]
    public void Add_BadEndpoint_QuotesIt(string target) =>
        AddFails(target).Message.Should().StartWith($"invalid endpoint {target}, should be host:port");

    [Theory]
    [InlineData("redis://:s3cr3t@localhost:6379")]
    [InlineData("redis://:s3cr3t#@localhost:6379")]
    [InlineData("user:s3cr3t@localhost:80")]
    [InlineData("Server=localhost;Password=s3cr3t")]
    [InlineData("localhost:80/?password=s3cr3t")]
    [InlineData("redis://:s3cr3t")]
    public void Add_PastedUrlOrConnectionString_IsNotQuoted(string target) =>
        AddFails(target).Message.Should().StartWith("invalid endpoint ***, should be host:port").And.NotContain("s3cr3t");
}
