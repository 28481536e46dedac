using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

public sealed class RedisProbeConformanceTests(RedisServers servers) : ServerProbeConformance
{
    private const string Wrong = "wr0ng-0f-the-test";

    protected override string? DefaultName => "redis";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => PatientHost.Unable("connection refused");

    protected override string HealthyTarget => servers.Url;

    protected override string Target(int port) => $"redis://:{Secret}@127.0.0.1:{port}";

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeRedis(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);

    // Twenty times each, because the driver is asked while it still finds out.
    [Theory]
    [InlineData("", Wrong)]
    [InlineData("", null)]
    [InlineData("nobody", Secret)]
    [Trait("Servers", "Own")]
    public async Task Check_BadCredentials_SaysSoEachTimeAndShowsNoSecret(string user, string? password)
    {
        await using RedisServer server = await RedisServers.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(server, password, user));

            HealthReport report = await host.Prober.CheckAsync();

            ProbeHost.Reason(report).Should().Be(PatientHost.Unable("authentication failed"));
            ShouldNotShow(Wrong, report, host.Log);
            ShouldNotShow(Secret, report, host.Log);
        }
    }

    [Theory]
    [InlineData($"redis://:{Secret}@127.0.0.1:1,127.0.0.1:2")]
    [InlineData($"redis-sentinel://:{Secret}@127.0.0.1:1,127.0.0.1:2/mymaster")]
    [InlineData($"127.0.0.1:1,serviceName=mymaster,password={Secret},sentinelPassword={Secret}")]
    public async Task Check_NoneOfSeveralIsThere_NamesTheReasonAndShowsNoSecret(string target)
    {
        await using ProbeHost host = PatientHost.Of(target);

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be(RefusedError);
        ShouldNotShow(Secret, report, host.Log);
    }

    [Theory]
    [InlineData($"mysql://:{Secret}@127.0.0.1")]
    [InlineData($"redis://:{Secret}@")]
    [InlineData($"redis://:{Secret}@:6379")]
    [InlineData("redis://")]
    [InlineData($"redis://:{Secret}@127.0.0.1:0")]
    [InlineData($"redis://:{Secret}@127.0.0.1:70000")]
    [InlineData($"redis://:{Secret}@127.0.0.1:port")]
    [InlineData($"redis://:{Secret}@127.0.0.1/one")]
    [InlineData($"redis://:{Secret}@127.0.0.1/-1")]
    [InlineData($"redis://:{Secret}@127.0.0.1/1/2")]
    [InlineData($"redis://:{Secret}@127.0.0.1/99999999999")]
    [InlineData($"redis://:{Secret}@127.0.0.1?x=y")]
    [InlineData($"redis://:a/{Secret}@127.0.0.1")]
    [InlineData($"redis://:{Secret}@127.0.0.1,")]
    [InlineData($"redis://:{Secret}@127.0.0.1:6379,127.0.0.1:port")]
    [InlineData($"redis://:a,b/{Secret}@127.0.0.1")]
    [InlineData($"redis://127.0.0.1,:{Secret}@127.0.0.1,")]
    [InlineData($"redis-sentinel://:{Secret}@127.0.0.1")]
    [InlineData($"redis-sentinel://127.0.0.1/mymaster/{Secret}")]
    [InlineData($"redis//:{Secret}@127.0.0.1:6379")]
    [InlineData($"{Secret}@127.0.0.1:6379")]
    [InlineData($"password={Secret}")]
    [InlineData($",,,password={Secret}")]
    [InlineData($"127.0.0.1:70000,password={Secret}")]
    [InlineData($"127.0.0.1:port,password={Secret}")]
    [InlineData($"127.0.0.1,ssl={Secret}")]
    [InlineData($"127.0.0.1,pasword={Secret}")]
    [InlineData($"127.0.0.1,connectTimeout=99999999999,password={Secret}")]
    [InlineData($"what is this {Secret}")]
    public void Add_BadTarget_NamesTheParameterAndShowsNoSecret(string target) => AddFails(target).ToString().Should().NotContain(Secret);

    [Theory]
    [InlineData("http://127.0.0.1", "*unknown URL scheme 'http'; expected redis:// or rediss://*")]
    [InlineData("redis://127.0.0.1/one", "*the database being a number*")]
    [InlineData("redis://127.0.0.1:70000", "*from 1 to 65535*")]
    [InlineData("password=x", "*names no server*")]
    [InlineData("127.0.0.1,nonsense=1", "*connection string that StackExchange.Redis can read*")]
    public void Add_BadTarget_SaysWhatIsWrong(string target, string message) => AddFails(target).Message.Should().Match(message);
}
