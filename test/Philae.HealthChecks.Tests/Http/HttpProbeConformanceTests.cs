using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpProbeConformanceTests : ServerProbeConformance, IAsyncLifetime
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RawServer _silent;
    private HttpServer _healthy = null!;

    // The response's clock starts at the client's end of a new connection: a request that arrived says that it runs.
    public HttpProbeConformanceTests() => _silent = new(async (stream, stop) =>
    {
        await RawServer.ReadRequestAsync(stream, stop);
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, stop);
    });

    protected override string? DefaultName => "http";

    protected override TimeSpan? DefaultTimeout => null;

    protected override string RefusedError => "probe check failed: Unable to send request: connection refused";

    protected override TimeSpan DefaultLimit => TimeSpan.FromSeconds(1);

    protected override string DefaultLimitError => "probe check failed: Unable to send request: timed out";

    protected override Task Hanging => _asked.Task;

    protected override string HealthyTarget => _healthy.Url(userInfo: $"user:{Secret}");

    public async ValueTask InitializeAsync() => _healthy = (await HttpServer.StartAsync()).On("/", 200);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _silent.DisposeAsync();
        await _healthy.DisposeAsync();
    }

    protected override string Target(int port) => $"http://user:{Secret}@127.0.0.1:{port}";

    protected override void Add(IHealthChecksBuilder builder, Condition condition, Registration registration)
    {
        if (condition == Condition.Hanging)
        {
            Add(builder, Target(_silent.Port), registration);
        }
        else
        {
            base.Add(builder, condition, registration);
        }
    }

    // With a deadline given it is that which has to cut, and not the response's own limit.
    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeHttp(
            target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout,
            registration.Timeout is null ? null : options => options.ResponseTimeout = TimeSpan.FromDays(1));

    [Theory]
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
    public void Add_BadTarget_SaysSoWithoutTheSecret(string target) =>
        AddFails(target).Message.Should().NotContain("s3cr3t").And.Contain("URL");
}
