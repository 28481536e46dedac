namespace Philae.HealthChecks.Sample;

/// <summary>A probe with a fixed outcome, for demonstrations and for tests of what reads a report.</summary>
internal sealed class SampleProbe(string name, bool healthy, SampleProbeOptions options, TimeProvider time) : IProbe
{
    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.Delay, time, cancellationToken).ConfigureAwait(false);
        if (!healthy)
        {
            throw new ProbeException(options.Error);
        }
    }
}
