using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Many requests at a time, over real sockets, whatever endpoint they come in by.</summary>
public sealed class SingleFlightTests
{
    private const int Requests = 1000;

    private static readonly string[] Paths = ["/_health", "/_health/ready", "/other", "/ms"];

    [Fact]
    public async Task Get_ThousandAtOnceOverSeveralEndpoints_IsOneRunOfEachProbe()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int[] runs = new int[2];
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.Services.Configure<PhilaeOptions>(static options => options.Deadline = TimeSpan.FromMinutes(10));
                checks.AddPhilaeProbe("p", _ => RunAsync(0)).AddPhilaeProbe("q", _ => RunAsync(1));
            },
            static app =>
            {
                app.MapPhilaeHealthChecks();
                app.MapPhilaeHealthChecks("/other");
                app.MapHealthChecks("/ms");
            });
        int shared = 0;
        using MeterListener meters = Shared(app, () => Interlocked.Increment(ref shared));
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Requests });
        client.BaseAddress = app.Client.BaseAddress;
        client.Timeout = TimeSpan.FromMinutes(2);

        Task<HttpResponseMessage>[] responses = [.. Enumerable.Range(0, Requests).Select(request => client.GetAsync(Paths[request % Paths.Length]))];

        // Each begins a run or shares one, and nobody has an answer: so all have come as far as the checks.
        await Eventually.TrueAsync(() => Volatile.Read(ref shared) + Volatile.Read(ref runs[0]) + Volatile.Read(ref runs[1]) == runs.Length * Requests);
        runs.Should().Equal(1, 1);
        responses.Should().OnlyContain(static response => !response.IsCompleted);

        gate.SetResult();

        foreach (HttpResponseMessage response in await Task.WhenAll(responses))
        {
            using (response)
            {
                response.StatusCode.Should().Be(HttpStatusCode.OK);
            }
        }

        runs.Should().Equal(1, 1);

        Task RunAsync(int probe)
        {
            Interlocked.Increment(ref runs[probe]);
            return gate.Task;
        }
    }

    // Of this application alone: other tests have meters of the same name.
    private static MeterListener Shared(TestApp app, Action count)
    {
        var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "philae.probe.shared" && ReferenceEquals(instrument.Meter.Scope, app.Services.GetRequiredService<IMeterFactory>()))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => count());
        meters.Start();
        return meters;
    }
}
