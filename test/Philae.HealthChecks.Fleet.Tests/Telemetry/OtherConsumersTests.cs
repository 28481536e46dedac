using System.Text.Json;
using HealthChecks.UI.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Fleet.Tests.Telemetry;

/// <summary>Who already listens to Microsoft's engine goes on doing so: publishers, and HealthChecks.UI through its own writer.</summary>
public sealed class OtherConsumersTests
{
    [Fact]
    public async Task Publisher_OfTheApplication_IsGivenTheProbes()
    {
        var publisher = new Publisher();
        await using TelemetryApp app = await TelemetryApp.StartAsync(
            services =>
            {
                services.AddSingleton<IHealthCheckPublisher>(publisher);
                services.Configure<HealthCheckPublisherOptions>(static options => options.Delay = TimeSpan.Zero);
            },
            static checks => checks
                .AddPhilaeProbe("good", static _ => Task.CompletedTask)
                .AddPhilaeProbe("bad", static _ => throw new ProbeException("down", FailureReason.ConnectionRefused))
                .AddCheck("other", static () => HealthCheckResult.Degraded("so so"))
                .AddPhilaeGuardsForOtherChecks());

        HealthReport report = await publisher.Published.WaitAsync(TimeSpan.FromMinutes(1));

        report.Entries.ToDictionary(static entry => entry.Key, static entry => (entry.Value.Status, entry.Value.Description)).Should().Equal(
            new Dictionary<string, (HealthStatus, string?)>
            {
                ["good"] = (HealthStatus.Healthy, null),
                ["bad"] = (HealthStatus.Unhealthy, "down: connection refused"),
                ["other"] = (HealthStatus.Degraded, "so so"),
            });
    }

    [Fact]
    public async Task HealthChecksUi_ItsOwnWriter_ShowsTheProbes()
    {
        await using TelemetryApp app = await TelemetryApp.StartAsync(
            static _ => { },
            static checks => checks
                .AddPhilaeProbe("good", static _ => Task.CompletedTask, tags: ["db"])
                .AddPhilaeProbe("bad", static _ => throw new ProbeException("down")),
            static app => app.MapHealthChecks("/ui", new HealthCheckOptions { ResponseWriter = UIResponseWriter.WriteHealthCheckUIResponse }));

        using var answer = JsonDocument.Parse(await (await app.Client.GetAsync("/ui")).Content.ReadAsStreamAsync());

        JsonElement entries = answer.RootElement.GetProperty("entries");
        answer.RootElement.GetProperty("status").GetString().Should().Be("Unhealthy");
        entries.GetProperty("good").GetProperty("tags")[0].GetString().Should().Be("db");
        entries.GetProperty("bad").GetProperty("description").GetString().Should().Be("down");
    }

    private sealed class Publisher : IHealthCheckPublisher
    {
        private readonly TaskCompletionSource<HealthReport> _published = new();

        public Task<HealthReport> Published => _published.Task;

        public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
        {
            _published.TrySetResult(report);
            return Task.CompletedTask;
        }
    }
}
