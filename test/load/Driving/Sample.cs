namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>What one drive of one server came to.</summary>
internal sealed record Sample(Wrk Wrk, TimeSpan ProcessorTime, long Allocated, int Runs)
{
    public double MicrosecondsPerRequest => ProcessorTime.TotalMicroseconds / Wrk.Requests;

    public double BytesPerRequest => (double)Allocated / Wrk.Requests;

    public static async Task<Sample> TakeAsync(ServerProcess server, int connections, int seconds)
    {
        Counters before = await server.CountAsync();
        TimeSpan start = server.ProcessorTime;
        Wrk wrk = await Wrk.RunAsync(server, connections, seconds);
        TimeSpan end = server.ProcessorTime;
        Counters after = await server.CountAsync();
        return new Sample(wrk, end - start, after.Allocated - before.Allocated, after.Runs - before.Runs);
    }
}
