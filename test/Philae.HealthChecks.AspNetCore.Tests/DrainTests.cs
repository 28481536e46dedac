using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>A service that has been told to stop says so to load balancers, and still serves for a while.</summary>
public sealed class DrainTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_WithDrainDelay_IsUnreadyAndServesUntilItIsOver(bool bySignal)
    {
        var time = new FakeTimeProvider();
        await using TestApp app = await TestApp.StartAsync(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time).Configure<PhilaeOptions>(static options => options.DrainDelay = TimeSpan.FromSeconds(10));
            checks.AddPhilaeProbe("db", static _ => Task.CompletedTask, tags: ["live", "ready"]);
        });
        var host = app.Services.GetRequiredService<IHostApplicationLifetime>();
        using HttpResponseMessage before = await app.Client.GetAsync("/_health/ready");

        if (bySignal)
        {
            host.StopApplication(); // what a SIGTERM does first
        }

        Task stop = app.StopAsync();
        using HttpResponseMessage ready = await app.Client.GetAsync("/_health/ready");
        using HttpResponseMessage live = await app.Client.GetAsync("/_health/live");
        using HttpResponseMessage report = await app.Client.GetAsync("/_health");
        time.Advance(TimeSpan.FromSeconds(9.9));
        using HttpResponseMessage late = await app.Client.GetAsync("/_health/live");
        stop.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));
        await stop.WaitAsync(TimeSpan.FromMinutes(1));

        before.StatusCode.Should().Be(HttpStatusCode.OK);
        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        PhilaeReport.Read(await ready.Content.ReadAsByteArrayAsync()).Probes.Single().Should().Match<PhilaeReportEntry>(
            probe => probe.Name == "shutdown" && probe.Error!.ToString() == "probe check failed: shutting down");
        (live.StatusCode, report.StatusCode, late.StatusCode).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK));
        await app.Invoking(stopped => stopped.Client.GetAsync("/_health/live")).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Stop_WithoutDrainDelay_DoesNotWait()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample());

        await app.StopAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Stop_OtherHealthChecksOnly_IsUnready()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddCheck("existing", () => default));
        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using HttpResponseMessage ready = await app.Client.GetAsync("/_health/ready");

        (await ready.Content.ReadAsStringAsync()).Should().Contain("shutting down");
    }

    [Theory]
    [InlineData(30, "*DrainDelay*ShutdownTimeout*")]
    [InlineData(-1, "*PhilaeOptions.DrainDelay must be zero or*")]
    public async Task Start_DrainDelayThatCannotBeKept_NamesIt(int seconds, string message)
    {
        Func<Task> start = () => TestApp.StartAsync(checks => checks.AddPhilaeSample().Services
            .Configure<PhilaeOptions>(options => options.DrainDelay = TimeSpan.FromSeconds(seconds)));

        (await start.Should().ThrowAsync<Exception>().WithMessage(message)).Which.Should().Match(error => error is InvalidOperationException || error is OptionsValidationException);
    }

    [Fact]
    public async Task Start_DrainDelayWithoutAnyProbe_SaysWhatToCall()
    {
        Func<Task> start = () => TestApp.StartAsync(checks => checks.AddCheck("existing", () => default).Services
            .Configure<PhilaeOptions>(static options => options.DrainDelay = TimeSpan.FromSeconds(1)));

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*DrainDelay*AddPhilaeGuardsForOtherChecks()*");
    }
}
