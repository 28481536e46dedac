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

    [Theory]
    [InlineData("redis://:{0}@127.0.0.1:{1}/0/?db=2&protocol=3&timeout=5s")]
    [InlineData("redis://:{0}@127.0.0.1:{1}/?protocol=2")]
    [InlineData("valkey://:{0}@127.0.0.1:{1}/0")]
    [InlineData(" redis://:{0}@127.0.0.1:{1}/0\r\n")]
    [InlineData("127.0.0.1:{1},\n  password={0}\n")]
    public async Task Check_FormsOfOtherClients_AreHealthy(string target) => (await PatientHost.ReasonAsync(Of(target))).Should().BeNull();

    [Fact]
    public async Task Check_DatabaseInTheQuery_IsSelected() =>
        (await PatientHost.ReasonAsync(Of("redis://:{0}@127.0.0.1:{1}?db=99"))).Should().Be(PatientHost.Unable("unexpected response"));

    [Theory]
    [InlineData("unix://:{0}@{2}?db=1")]
    [InlineData("unix://{2}?db=0&password={0}")]
    [InlineData("redis+socket://:{0}@{2}")]
    [InlineData("redis+unix://:{0}@{2}")]
    [InlineData("redis-socket://:{0}@{2}?database=1")]
    [InlineData("!{2},password={0}")]
    public async Task Check_Socket_IsHealthy(string target)
    {
        string socket = Path.Combine(Path.GetTempPath(), $"philae-{Guid.NewGuid():N}.sock");
        await using var server = new RedisServer(ProbeConformance.Secret, null, "--unixsocket", socket);
        await server.StartAsync();

        (await PatientHost.ReasonAsync(Of(target).Replace("{2}", socket, StringComparison.Ordinal))).Should().BeNull();
        (await PatientHost.ReasonAsync(Of(target).Replace("{2}", socket + "x", StringComparison.Ordinal))).Should().NotBeNull();
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
