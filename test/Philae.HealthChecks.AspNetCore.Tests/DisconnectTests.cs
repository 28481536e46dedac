using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>A caller that leaves before it has its answer.</summary>
public sealed class DisconnectTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Get_CallerDisconnects_DisturbsNobodyAndLogsNothingAboveDebug()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var escaped = new ConcurrentQueue<Exception>();
        int runs = 0;
        using var log = new CategoryLog("Philae.HealthChecks");
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.Services.AddSingleton<ILoggerProvider>(log);
                checks.AddPhilaeProbe("p", async cancellationToken =>
                {
                    Interlocked.Increment(ref runs);
                    started.TrySetResult();
                    await release.Task.WaitAsync(cancellationToken);
                });
            },
            app =>
            {
                // The server itself passes over whatever escapes once nobody is there.
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
                    finally
                    {
                        if (context.RequestAborted.IsCancellationRequested)
                        {
                            gone.TrySetResult();
                        }
                    }
                });
                app.MapPhilaeHealthChecks();
            });
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
        escaped.Should().BeEmpty();
        log.Entries.Should().NotBeEmpty().And.OnlyContain(static entry => entry.Level <= LogLevel.Debug);
        app.Log.Entries.Should().OnlyContain(static entry => entry.Level <= LogLevel.Information);
    }
}
