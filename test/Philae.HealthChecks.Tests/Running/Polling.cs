namespace Philae.HealthChecks.Tests.Running;

/// <summary>For what happens in the background, soon after its cause and not observable in any other way.</summary>
internal static class Polling
{
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            limit.IsCancellationRequested.Should().BeFalse("it should have happened within a minute");
            await Task.Yield();
        }
    }

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
