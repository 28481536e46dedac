namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>How many checks one case makes, by how many probes side by side, and when they are cut.</summary>
internal sealed record Plan(int Checks, int Probes, TimeSpan Timeout)
{
    private const int All = 10_000;

    // Checks of PostgreSQL and MySQL that are cut end a second later, when the driver has given up asking the server to cancel. Ten
    // rounds of a thousand bear that; but no thousand can be frozen with a connection each, as servers take a hundred.
    private const int OfASlowEnd = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AfterConnecting = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether checks are cut at their deadline, as a rule.</summary>
    public bool CutsOff => Timeout < Patience;

    public static Plan Of(string probe, Condition condition) => (condition, probe is "postgresql" or "mysql") switch
    {
        (Condition.Down, _) when probe == "mongodb" => new(All, 250, Patience), // it looks for the server's state every 25 ms
        (Condition.Hanging, _) when probe == "mongodb" => new(All, 200, Soon), // and brings its monitors to an end
        (Condition.Flapping, _) when probe is "mongodb" or "etcd" => new(All, 100, Patience), // they wait a little before they connect anew
        (Condition.Hanging, true) => new(All, 1000, Soon),
        (Condition.Hanging, _) => new(All, 50, Soon),
        (Condition.Frozen, true) => new(OfASlowEnd, 50, AfterConnecting),
        (Condition.Frozen, _) => new(All, 50, AfterConnecting),
        _ => new(All, 25, Patience),
    };
}
