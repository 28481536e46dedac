namespace Philae.HealthChecks.LoopDetection;

/// <summary>The id by which services that probe each other know this application: one for each container, new at each start.</summary>
internal sealed class PhilaeIdentity
{
    private readonly Lock _gate = new();
    private long _sequence;

    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Makes a state of this service under its next number: a later number never holds an earlier state.</summary>
    public MemberState Next(Func<long, MemberState> make)
    {
        lock (_gate)
        {
            return make(++_sequence);
        }
    }
}
