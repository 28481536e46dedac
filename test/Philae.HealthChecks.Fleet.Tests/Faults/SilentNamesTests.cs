using System.Text;
using Philae.HealthChecks.Fleet.Program;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>The name of every probe's server but one is never resolved.</summary>
public sealed class SilentNamesTests : IAsyncLifetime
{
    private const int Requests = 4;
    private const string Well = "no name";
    private const string Late = "probe check failed: prober: context deadline exceeded";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private IReadOnlyList<Answer> _answers = [];

    public async ValueTask InitializeAsync() => _answers = await SilentNames.AskAsync(Deadline, Requests);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Check_NamesAreNeverResolved_TellsAtTheDeadlineAndAsksOnce()
    {
        _answers.Should().HaveCount(Requests);
        foreach (Answer answer in _answers)
        {
            // The threads on which .NET waits for names are the pool's. The deadline must not wait for those.
            answer.Milliseconds.Should().BeLessThan((int)(5 * Deadline).TotalMilliseconds).And.BeLessThan((int)(SilentNames.ResolverLimit / 2).TotalMilliseconds);
            IReadOnlyList<PhilaeReportEntry> probes = PhilaeReport.Read(Encoding.UTF8.GetBytes(answer.Report)).Probes;
            probes.Should().HaveCount(10);
            probes.Where(static probe => probe.Healthy).Select(static probe => probe.Name).Should().Equal(Well);
            probes.Where(static probe => !probe.Healthy).Should().OnlyContain(
                static probe => probe.Error!.ToString() == Late || probe.Error.ToString().EndsWith(": timed out", StringComparison.Ordinal));
        }

        // An address of each version, of each of the nine names, once; for those that keep a login that outlasts its check, not once a check.
        _answers[^1].Questions.Should().HaveCount(9);
        _answers[^1].Questions.Where(static name => !IsKept(name.Key)).Should().OnlyContain(static name => name.Value == 2);
        _answers[^1].Questions.Where(static name => IsKept(name.Key)).Should().OnlyContain(static name => name.Value < 2 * Requests);

        // Nine that wait, from the first request on.
        (_answers[^1].Threads - _answers[0].Threads).Should().BeLessThan(9);
    }

    private static bool IsKept(string name) => name is "postgresql" or "mysql";
}
