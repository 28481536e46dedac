namespace Philae.HealthChecks.LoadTest.Serving;

/// <summary>Counts the checks of the process that are counted, and how many of one probe there were at a time.</summary>
internal static class CheckCounter
{
    private static int _started;
    private static int _most;

    public static int Started => _started;

    public static int MostAtATime => _most;

    public static void Begin(ref int atATime)
    {
        Interlocked.Increment(ref _started);
        int now = Interlocked.Increment(ref atATime);
        int most;
        while (now > (most = Volatile.Read(ref _most)) && Interlocked.CompareExchange(ref _most, now, most) != most)
        {
        }
    }

    public static void End(ref int atATime) => Interlocked.Decrement(ref atATime);
}
