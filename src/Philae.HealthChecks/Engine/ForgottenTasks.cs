namespace Philae.HealthChecks.Engine;

/// <summary>Tasks whose caller does not wait for them any more.</summary>
internal static class ForgottenTasks
{
    /// <summary>Observes the exception that a task may still end in, which would otherwise become an unobserved one.</summary>
    public static void Forget(this Task task) =>
        task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
