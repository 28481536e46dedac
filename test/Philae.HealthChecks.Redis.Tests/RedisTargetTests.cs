using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

[Trait("Servers", "Own")]
public sealed class RedisTargetTests : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RedisServers.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("redis://:{0}@127.0.0.1:{1}")]
    [InlineData("REDIS://:{0}@127.0.0.1:{1}/")]
    [InlineData("redis://default:{0}@localhost:{1}/0")]
    [InlineData("127.0.0.1:{1},password={0}")]
    [InlineData("127.0.0.1:{1},user=default,password={0},defaultDatabase=2,abortConnect=true,connectRetry=5")]
    public async Task Check_EitherForm_IsHealthy(string target) => (await PatientHost.ReasonAsync(Of(target))).Should().BeNull();

    [Fact]
    public async Task Check_UserAndPasswordInTheUrl_ArePercentDecoded()
    {
        await using RedisControl control = await RedisControl.OfAsync(_server);
        await control.AskAsync("ACL", "SETUSER", "us:er", "on", ">p@ss,w/?rd", "+ping");

        (await PatientHost.ReasonAsync(Of("redis://us%3Aer:p%40ss,w%2F%3Frd@127.0.0.1:{1},localhost:{1}"))).Should().BeNull();
    }

    [Fact]
    public async Task Check_DatabaseInTheConnectionString_IsSelected() =>
        (await PatientHost.ReasonAsync(Of("127.0.0.1:{1},password={0},defaultDatabase=99"))).Should().Be(PatientHost.Unable("unexpected response"));

    [Fact]
    public async Task Check_ConnectionStringMapsCommands_IsFollowed()
    {
        await using RedisControl control = await RedisControl.OfAsync(_server);
        await control.AskAsync("CONFIG", "RESETSTAT");

        (await PatientHost.ReasonAsync(Of("127.0.0.1:{1},password={0},$CONFIG="))).Should().BeNull();

        (await control.CommandsAsync()).Should().Contain("echo").And.NotContain(command => command.StartsWith("config", StringComparison.Ordinal));
    }

    private string Of(string format) => format.Replace("{0}", ProbeConformance.Secret, StringComparison.Ordinal).Replace("{1}", $"{_server.Port}", StringComparison.Ordinal);

    [Theory]
    [InlineData("cache:0")]
    [InlineData("cache:0,password=x")]
    [InlineData("cache:6379,other:0")]
    [InlineData("127.0.0.1:0")]
    public void Add_ConnectionStringWithPort0_NamesTheParameter(string target)
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeRedis(target);

        add.Should().Throw<ArgumentException>().WithParameterName("target").WithMessage("*port*1 to 65535*");
    }
}
