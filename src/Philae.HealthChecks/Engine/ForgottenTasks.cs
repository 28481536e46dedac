namespace Philae.HealthChecks.Engine;

/// <summary>Tasks whose caller has left.</summary>
internal static class ForgottenTasks
{
    /// <summary>Observes the exception that a task may still end in: nobody else does, and the process would hear of it.</summary>
    public static void Forget(this Task task) =>
        task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
