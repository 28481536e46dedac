namespace Philae.HealthChecks.Redis;

internal static class GivenUp
{
    /// <summary>Waits no longer than until the token is cancelled; the driver has no way to take a command back.</summary>
    public static Task<T> OrGiveUpAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        task.Observe();
        return task.WaitAsync(cancellationToken);
    }

    /// <summary>Nobody may be there any more when it fails, which is no reason for <see cref="TaskScheduler.UnobservedTaskException"/>.</summary>
    public static void Observe(this Task task) =>
        task.ContinueWith(
            static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
