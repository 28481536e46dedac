using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Tests.Registration;

/// <summary>What is wrong with the registrations is said when the host starts, and not by the first report.</summary>
public sealed class StartupValidationTests
{
    [Theory]
    [InlineData("db", "db")]
    [InlineData("db", "DB")]
    public async Task Start_TwoProbesOfOneName_NamesIt(string first, string second) =>
        (await RefusalAsync(checks => Probe(Probe(checks, first), second))).Should().Equal(
            $"The health check name '{second}' is registered more than once: give each a different 'name'.");

    [Theory]
    [InlineData("db", "db")]
    [InlineData("Db", "dB")]
    public async Task Start_ProbeAndOtherCheckOfOneName_NamesIt(string probe, string other)
    {
        (await RefusalAsync(checks => Probe(checks, probe).AddCheck(other, static () => HealthCheckResult.Healthy())))
            .Should().ContainSingle().Which.Should().Contain($"'{other}'").And.Contain("'name'");
        (await RefusalAsync(checks => Probe(checks.AddCheck(other, static () => HealthCheckResult.Healthy()), probe)))
            .Should().ContainSingle().Which.Should().Contain($"'{probe}'").And.Contain("'name'");
    }

    [Fact]
    public async Task Start_SeveralNamesTwice_NamesThemAll() =>
        (await RefusalAsync(static checks => Probe(Probe(Probe(Probe(Probe(checks, "a"), "b"), "a"), "c"), "b"))).Should().HaveCount(2)
            .And.Contain(static failure => failure.Contains("'a'")).And.Contain(static failure => failure.Contains("'b'"));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.9)]
    [InlineData(86_400_001)]
    public async Task Start_DeadlineOutOfRange_NamesTheOption(double milliseconds) =>
        (await RefusalAsync(checks => Probe(checks, "p").Services.Configure<PhilaeOptions>(options => options.Deadline = TimeSpan.FromMilliseconds(milliseconds))))
            .Should().ContainSingle().Which.Should().StartWith("PhilaeOptions.Deadline must be from 1 millisecond to 1 day, not ");

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public async Task Start_ServiceDepthOutOfRange_NamesTheOption(int depth) =>
        (await RefusalAsync(checks => Probe(checks, "p").Services.Configure<PhilaeOptions>(options => options.MaxServiceDepth = depth)))
            .Should().ContainSingle().Which.Should().StartWith("PhilaeOptions.MaxServiceDepth must be from 1 to 32, not ");

    [Fact]
    public async Task Start_SeveralOptionsOutOfRange_IsOneExceptionThatNamesEachOnce()
    {
        using IHost host = Host(static checks => checks
            .AddPhilaeSample(true, "a", configure: static options => options.FailureThreshold = 0)
            .AddPhilaeHttp("http://a", "b", configure: static options => (options.ExpectedStatusCode, options.ConnectTimeout) = (7, TimeSpan.Zero))
            .AddPhilaeHttp("http://a", "c"));

        (await host.Invoking(static started => started.StartAsync()).Should().ThrowExactlyAsync<OptionsValidationException>()).Which.Message.Should().Be(
            "a.FailureThreshold must be at least 1.; b.ExpectedStatusCode must be from 100 to 599, or null.; b.ConnectTimeout must be from 1 millisecond to 1 day.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(86_400_000)]
    public async Task Start_AllIsWell_Starts(double milliseconds)
    {
        using IHost host = Host(checks => Probe(Probe(checks, "a"), "b").Services.Configure<PhilaeOptions>(
            options => options.Deadline = TimeSpan.FromMilliseconds(milliseconds)));

        await host.StartAsync();

        host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Should().HaveCount(2);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(86_400_000)]
    public void Add_TimeoutAtTheEndsOfItsRange_IsTaken(int milliseconds) =>
        Host(checks => checks.AddPhilaeProbe("p", static _ => Task.CompletedTask, timeout: TimeSpan.FromMilliseconds(milliseconds))).Dispose();

    private static IHealthChecksBuilder Probe(IHealthChecksBuilder checks, string name) => checks.AddPhilaeProbe(name, static _ => Task.CompletedTask);

    private static async Task<IEnumerable<string>> RefusalAsync(Action<IHealthChecksBuilder> configure)
    {
        using IHost host = Host(configure);
        return (await host.Invoking(static started => started.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures;
    }

    private static IHost Host(Action<IHealthChecksBuilder> configure)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services.AddHealthChecks());
        return builder.Build();
    }
}
