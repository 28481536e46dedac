using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Registration;

public sealed class AddPhilaeProbeTests
{
    private static readonly FuncProbe Probe = new("p", static () => Task.CompletedTask);

    private readonly IHealthChecksBuilder _checks = new ServiceCollection().AddHealthChecks();

    [Fact]
    public void Add_NoBuilder_NamesTheParameter()
    {
        IHealthChecksBuilder none = null!;

        Refused(() => none.AddPhilaeProbe(Probe)).Should().Be("builder");
        Refused(() => none.AddPhilaeProbe(static _ => Probe, "p")).Should().Be("builder");
        Refused(() => none.AddPhilaeProbe("p", static _ => Task.CompletedTask)).Should().Be("builder");
        Refused(() => none.AddPhilaeProbe<FuncProbe>("p", static (_, _) => Task.CompletedTask)).Should().Be("builder");
        Refused(() => none.AddPhilaeSample()).Should().Be("builder");
    }

    [Fact]
    public void Add_NothingToCheck_NamesTheParameter()
    {
        Refused(() => _checks.AddPhilaeProbe((IProbe)null!)).Should().Be("probe");
        Refused(() => _checks.AddPhilaeProbe((Func<IServiceProvider, IProbe>)null!, "p")).Should().Be("factory");
        Refused(() => _checks.AddPhilaeProbe("p", null!)).Should().Be("check");
        Refused(() => _checks.AddPhilaeProbe<FuncProbe>("p", null!)).Should().Be("check");
        _checks.Services.Should().NotContain(static service => service.IsKeyedService);
    }

    [Fact]
    public void Add_ProbeWithoutAName_NamesTheParameter() =>
        Refused(() => _checks.AddPhilaeProbe(new FuncProbe(" ", static () => Task.CompletedTask))).Should().Be("name");

    [Fact]
    public void Add_TimeoutOutOfRange_NamesTheProbe() =>
        _checks.Invoking(static checks => checks.AddPhilaeProbe("queue", static _ => Task.CompletedTask, timeout: TimeSpan.Zero))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("The timeout of 'queue' must be from 1 millisecond to 1 day*");

    [Fact]
    public async Task Add_SeveralProbesOfOneService_EachHasItsOwnCheck()
    {
        _checks.Services.AddLogging().AddSingleton("service");
        _checks.AddPhilaeProbe<string>("a", static (_, _) => throw new ProbeException("a")).AddPhilaeProbe<string>("b", static (_, _) => throw new ProbeException("b"));
        await using ServiceProvider services = _checks.Services.BuildServiceProvider();

        HealthReport report = await services.GetRequiredService<PhilaeProber>().CheckAsync();

        report.Entries.Select(static entry => $"{entry.Key} {entry.Value.Description}").Should().Equal("a a", "b b");
    }

    [Fact]
    public async Task Add_OneInstanceTwice_IsTwoProbes()
    {
        _checks.Services.AddLogging();
        _checks.AddPhilaeProbe(Probe, "a").AddPhilaeProbe(Probe, "b");
        await using ServiceProvider services = _checks.Services.BuildServiceProvider();

        (await services.GetRequiredService<PhilaeProber>().CheckAsync()).Entries.Keys.Should().Equal("a", "b");
    }

    private static string? Refused(Func<IHealthChecksBuilder> add) => add.Should().Throw<ArgumentException>().Which.ParamName;

    [Fact]
    public void Add_FailureStatusThatIsNone_NamesTheParameter()
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeProbe("p", _ => Task.CompletedTask, failureStatus: (HealthStatus)99);

        add.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("failureStatus");
    }

    [Fact]
    public void ProbeException_ReasonThatIsNone_NamesTheParameter()
    {
        Action make = () => _ = new ProbeException("m", (FailureReason)99);

        make.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("reason");
    }
}
