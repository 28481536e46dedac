namespace Philae.HealthChecks.TestKit.Misbehaving;

/// <summary>Blocks threads until the test is over.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _opened = new();

    public void Open() => _opened.TrySetResult();

    /// <summary>Blocks for as long as the test runs, and goes on blocking after an interrupt.</summary>
    public void Block()
    {
        while (!_opened.Task.IsCompleted)
        {
            try
            {
                _opened.Task.Wait();
            }
            catch (ThreadInterruptedException)
            {
                // It goes on blocking.
            }
        }
    }
}
