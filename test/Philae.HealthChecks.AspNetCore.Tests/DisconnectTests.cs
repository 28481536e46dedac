using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>A caller that leaves before it has its answer.</summary>
public sealed class DisconnectTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static TheoryData<string, string> Cases => new MatrixTheoryData<string, string>(["none", "exception handler", "developer exception page"], ["1.1", "2.0"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Get_CallerDisconnects_DisturbsNobodyAndLogsNothingAboveDebug(string errorPage, string httpVersion)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var escaped = new ConcurrentQueue<Exception>();
        var failures = new ConcurrentQueue<string?>();
        int runs = 0;
        using var log = new CategoryLog("Philae.HealthChecks");
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.Services.AddSingleton<ILoggerProvider>(log);
                checks.Services.Configure<KestrelServerOptions>(options => options.ConfigureEndpointDefaults(
                    endpoint => endpoint.Protocols = httpVersion == "1.1" ? HttpProtocols.Http1 : HttpProtocols.Http2));
                checks.AddPhilaeProbe("p", async cancellationToken =>
                {
                    Interlocked.Increment(ref runs);
                    started.TrySetResult();
                    await release.Task.WaitAsync(cancellationToken);
                });
            },
            app =>
            {
                app.Use(async (context, next) =>
                {
                    CancellationToken aborted = context.RequestAborted;
                    try
                    {
                        await next(context);
                    }
                    finally
                    {
                        if (aborted.IsCancellationRequested)
                        {
                            gone.TrySetResult();
                        }
                    }
                });
                if (errorPage == "exception handler")
                {
                    app.UseExceptionHandler(static handler => handler.Run(static context => context.Response.WriteAsync("sorry")));
                }
                else if (errorPage == "developer exception page")
                {
                    app.UseDeveloperExceptionPage();
                }

                app.Use(async (context, next) =>
                {
                    try
                    {
                        await next(context);
                    }
                    catch (Exception exception)
                    {
                        escaped.Enqueue(exception);
                        throw;
                    }
                });
                app.MapPhilaeHealthChecks();
            });
        using MeterListener meters = Failures(app, failures);
        app.Client.DefaultRequestVersion = Version.Parse(httpVersion);
        app.Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> left = app.Client.GetAsync("/_health", leaving.Token);
        await started.Task;
        Task<string> staying = app.Client.GetStringAsync("/_health");
        await app.BegunAsync(2);

        await leaving.CancelAsync();
        await left.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        await gone.Task.WaitAsync(Limit); // while the check still runs
        release.SetResult();

        (await staying).Should().StartWith("{\"healthy\":true,");
        runs.Should().Be(1);
        escaped.Should().ContainSingle().Which.Should().BeAssignableTo<OperationCanceledException>();
        log.Entries.Where(static entry => !entry.Text.StartsWith("Probes: ", StringComparison.Ordinal)).Should().NotBeEmpty().And.OnlyContain(static entry => entry.Level <= LogLevel.Debug);
        app.Log.Entries.Should().OnlyContain(static entry => entry.Level <= LogLevel.Information);
        failures.Should().BeEmpty();
    }

    // What the server's own metric of requests calls an error.
    private static MeterListener Failures(TestApp app, ConcurrentQueue<string?> failures)
    {
        var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "http.server.request.duration" && ReferenceEquals(instrument.Meter.Scope, app.Services.GetRequiredService<IMeterFactory>()))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Key == "error.type")
                {
                    failures.Enqueue(tag.Value?.ToString());
                }
            }
        });
        meters.Start();
        return meters;
    }
}
