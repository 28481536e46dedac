using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

public sealed class ProbeFreshnessTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task MaxAge_ByDefault_EachRequestIsARun()
    {
        int runs = 0;
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe("p", _ => Task.FromResult(++runs)));

        await host.CheckAsync();
        await host.CheckAsync();

        runs.Should().Be(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MaxAge_OfProbeOrOfAll_ServesTheResultUntilItIsThatOld(bool ofProbe)
    {
        var time = new FakeTimeProvider();
        int runs = 0;
        await using var host = new ProbeHost(
            builder =>
            {
                builder.AddPhilaeProbe("p", _ => Task.FromResult(++runs), configure: options => options.MaxAge = ofProbe ? Minute : null);
                builder.Services.Configure<PhilaeOptions>(options => options.MaxAge = ofProbe ? TimeSpan.FromHours(1) : Minute);
            },
            time);

        await host.CheckAsync();
        time.Advance(Minute - TimeSpan.FromTicks(1));
        await host.CheckAsync();
        runs.Should().Be(1);

        time.Advance(TimeSpan.FromTicks(1));
        await host.CheckAsync();
        runs.Should().Be(2);
    }

    [Fact]
    public async Task MaxAge_FailedResult_IsServedAgainAsItWas()
    {
        int runs = 0;
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeProbe("p", _ => throw new ProbeException($"failure {++runs}"), configure: options => options.MaxAge = Minute),
            new FakeTimeProvider());

        string? first = ProbeHost.Reason(await host.Prober.CheckAsync());
        string? second = ProbeHost.Reason(await host.Prober.CheckAsync());

        first.Should().Be("probe check failed: failure 1");
        second.Should().Be(first);
    }

    [Theory]
    [InlineData(30, 5, 5, null, false)]
    [InlineData(30, 5, 5, null, true)]
    [InlineData(30, null, 30, null, false)]
    [InlineData(null, null, 60, null, false)]
    [InlineData(null, null, 2, 2, false)]
    [InlineData(30, null, 30, 2, false)]
    public async Task UnhealthyMaxAge_OfProbeOrOfAll_IsForUnhealthyResultsAlone(int? own, int? ownUnhealthy, int expected, int? allUnhealthy, bool degraded)
    {
        var time = new FakeTimeProvider();
        int runs = 0;
        bool fails = true;
        await using var host = new ProbeHost(
            builder =>
            {
                builder.Services.Configure<PhilaeOptions>(options => (options.MaxAge, options.UnhealthyMaxAge) = (Minute, Seconds(allUnhealthy)));
                builder.AddPhilaeProbe(
                    "p",
                    _ => ++runs > 0 && fails ? throw new ProbeException("down") : degraded ? throw new ProbeDegradedException("slow") : Task.CompletedTask,
                    configure: options => (options.MaxAge, options.UnhealthyMaxAge) = (Seconds(own), Seconds(ownUnhealthy)));
            },
            time);

        await ShouldBeFreshForAsync(expected, 1);
        fails = false;
        await ShouldBeFreshForAsync(own ?? 60, 2);

        async Task ShouldBeFreshForAsync(int seconds, int run)
        {
            await host.CheckAsync();
            time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            await host.CheckAsync();
            runs.Should().Be(run);
            time.Advance(TimeSpan.FromTicks(1));
        }

        static TimeSpan? Seconds(int? value) => value is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [Fact]
    public async Task MaxAge_ServedAgain_ShowsHowLongTheRunTookAndHowOldItIs()
    {
        var time = new FakeTimeProvider();
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeProbe(
                "p",
                _ =>
                {
                    time.Advance(TimeSpan.FromMilliseconds(7));
                    return Task.CompletedTask;
                },
                configure: static options => options.MaxAge = Minute),
            time);
        (await host.Prober.AnswerAsync(new())).Age.Should().Be(TimeSpan.Zero);
        time.Advance(TimeSpan.FromSeconds(40));

        PhilaeAnswer answer = await host.Prober.AnswerAsync(new());

        answer.Age.Should().Be(TimeSpan.FromSeconds(40));
        answer.Report.Entries["p"].Duration.Should().Be(TimeSpan.FromMilliseconds(7));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(86_400_001)]
    public async Task MaxAge_OutOfRange_StopsTheStartAndNamesTheProbe(int milliseconds)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddHealthChecks().AddPhilaeSample(name: "cache", configure: options => options.MaxAge = TimeSpan.FromMilliseconds(milliseconds));
        using IHost host = builder.Build();

        await host.Invoking(starting => starting.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage("*cache.MaxAge*");
    }

    [Fact]
    public async Task Degraded_WhateverTheFailureStatus_IsDegradedWithItsMessage()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe(
            "p", _ => throw new ProbeDegradedException("slow today"), failureStatus: HealthStatus.Unhealthy));

        HealthReport report = await host.Prober.CheckAsync();

        report.Status.Should().Be(HealthStatus.Degraded);
        ProbeHost.Json(report).Should().StartWith("{\"healthy\":true,\"probes\":[{\"name\":\"p\",\"healthy\":true,\"comment\":\"degraded: slow today\",\"error\":null,");
    }
}
