using System.Diagnostics;
using System.Globalization;
using System.Net;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.AspNetCore.Tests.Loops;

/// <summary>
/// Three services on Kestrel in a circle, polled by outsiders: after its first right answer none gives a wrong one. With
/// <c>PHILAE_LOOPS=full</c> every member is sick in turn, at every rate, for three seconds each: <c>docs/guarantees.md</c> has the table.
/// </summary>
public sealed class LoopStormTests(ITestOutputHelper output)
{
    private const int Services = 3;
    private const int ClientsEach = 3;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("PHILAE_LOOPS") == "full";
    private static readonly TimeSpan Phase = IsFull ? TimeSpan.FromSeconds(3) : TimeSpan.FromMilliseconds(300);

    // So long that no machine is late without being frozen.
    private static readonly TimeSpan Patience = IsFull ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(5);

    public static TheoryData<string, int, int> Faults()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string way in (string[])["own probe", "killed", "frozen"])
        {
            foreach (int rate in IsFull ? (int[])[1, 10, 0] : [0])
            {
                foreach (int member in IsFull ? (int[])[0, 1, 2] : [2])
                {
                    data.Add(way, rate, member);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Get_MemberIsSickAndWellAgain_NoWrongAnswerAfterTheFirstRight(string way, int rate, int member)
    {
        LoopService[] services = [.. Enumerable.Range(0, Services).Select(_ => new LoopService { ResponseTimeout = way == "frozen" ? Patience : TimeSpan.FromHours(1) })];
        LoopAnswers[] answers = [.. services.Select(static _ => new LoopAnswers())];
        try
        {
            for (int service = 0; service < Services; service++)
            {
                await services[service].Probes("next", services[(service + 1) % Services]).StartAsync();
            }

            using var stop = new CancellationTokenSource();
            Array.ForEach(answers, static answer => answer.Expect(healthy: true));
            Task[] clients = [.. Enumerable.Range(0, Services * ClientsEach).Select(client => PollAsync(services[client % Services].Url, answers[client % Services], rate, stop.Token))];
            try
            {
                await PhaseAsync(answers, [0, 1, 2]);

                LoopService sick = services[member];
                int[] heard = way == "own probe" ? [0, 1, 2] : [.. Enumerable.Range(0, Services).Where(service => service != member)];
                Array.ForEach(answers, static answer => answer.Expect(null));
                await FallAsync(sick, way);
                Array.ForEach(answers, static answer => answer.Expect(healthy: false));
                await PhaseAsync(answers, heard);

                Array.ForEach(answers, static answer => answer.Expect(null));
                await RiseAsync(sick, way);
                Array.ForEach(answers, static answer => answer.Expect(healthy: true, countsWrong: false));
                if (way == "frozen")
                {
                    // A service that has waited in vain says so until it has asked again, and others repeat that.
                    await Eventually.TrueAsync(() => Array.TrueForAll(answers, static answer => answer.IsRight));
                }

                Array.ForEach(answers, static answer => answer.Expect(healthy: true));
                await PhaseAsync(answers, [0, 1, 2]);
            }
            finally
            {
                await stop.CancelAsync();
                await Task.WhenAll(clients);
            }
        }
        finally
        {
            foreach (LoopService service in services)
            {
                await service.DisposeAsync();
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {way} | {(rate == 0 ? "tight loop" : rate)} | {"ABC"[member]} | {answers.Sum(static answer => answer.Total)} | {answers.Sum(static answer => answer.Early)} | {answers.Sum(static answer => answer.Wrong)} |"));
        answers.Select(static answer => answer.FirstWrong).Should().OnlyContain(static wrong => wrong == null);
        answers.Should().OnlyContain(static answer => answer.Total > 0);
    }

    private static Task FallAsync(LoopService service, string way)
    {
        switch (way)
        {
            case "killed":
                return service.KillAsync();
            case "frozen":
                service.Freeze();
                return Task.CompletedTask;
            default:
                service.IsSick = true;
                return Task.CompletedTask;
        }
    }

    private static Task RiseAsync(LoopService service, string way)
    {
        service.IsSick = false;
        service.Thaw();
        return way == "killed" ? service.StartAsync() : Task.CompletedTask;
    }

    // At least so long, and until each has been right once.
    private static async Task PhaseAsync(LoopAnswers[] answers, int[] heard)
    {
        await Task.Delay(Phase);
        await Eventually.TrueAsync(() => heard.All(service => answers[service].IsRight));
        await Task.Delay(Phase);
    }

    private static async Task PollAsync(string url, LoopAnswers answers, int rate, CancellationToken stop)
    {
        await Task.Yield();
        using var client = new HttpClient();
        while (!stop.IsCancellationRequested)
        {
            (int phase, long sent) = (answers.Phase, Stopwatch.GetTimestamp());
            try
            {
                using HttpResponseMessage response = await client.GetAsync(new Uri(url), stop);
                string body = await response.Content.ReadAsStringAsync(stop);
                answers.Add(phase, sent, Stopwatch.GetTimestamp(), response.StatusCode == HttpStatusCode.OK, body);
                await (rate == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(1.0 / rate), stop));
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                await Task.Yield(); // It is gone, or the test ends.
            }
        }
    }
}
