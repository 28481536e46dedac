namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>They change what belongs to the whole process: its environment and its proxy.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess : ICollectionFixture<WholeProcess.CleanUp>
{
    public sealed class CleanUp : IDisposable
    {
        public void Dispose() => Failure.Untrusted.Dispose();
    }
}
