namespace Philae.HealthChecks.Redis;

internal static class WaitWithCancellation
{
    /// <summary>Waits until the token is cancelled at the latest; the driver cannot cancel a command.</summary>
    public static Task<T> WaitWithCancellationAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        task.Observe();
        return task.WaitAsync(cancellationToken);
    }

    /// <summary>Observes a later failure, so that it does not raise <see cref="TaskScheduler.UnobservedTaskException"/>.</summary>
    public static void Observe(this Task task) =>
        task.ContinueWith(
            static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
