using Philae.HealthChecks.Http;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Service;

/// <summary>
/// Requests another service's report, says which services the request has passed through and how long it will wait, and records what
/// the answer says of the services behind it.
/// </summary>
/// <param name="name">In the report.</param>
/// <param name="sender">Sends.</param>
/// <param name="call">The request.</param>
/// <param name="identity">This service's.</param>
/// <param name="peer">Records the answer.</param>
/// <param name="patience">The longest that the answer is waited for.</param>
/// <param name="limit">How far apart states may be for their count to decide; beyond it the younger one wins.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceProbe(
    string name, HttpSender sender, HttpCall call, PhilaeIdentity identity, PeerIdentity peer, TimeSpan patience, TimeSpan limit, TimeProvider time) : IProbe, IDisposable
{
    public string Name => name;

    private TimeSpan Now => time.GetElapsedTime(0);

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Via via = Via.Current;
        bool hasShortBudget = via.Left(Now) < patience;
        TimeSpan left = hasShortBudget ? via.Left(Now)!.Value : patience;
        HttpCall onTheWay = call with { Via = via.From(identity.Id), Budget = TimeBudget.Format(TimeBudget.ForNext(left)) };
        return sender.SendAsync(onTheWay, (response, token) => JudgeAsync(response, hasShortBudget, token), cancellationToken);
    }

    public void Dispose() => sender.Dispose();

    private async Task JudgeAsync(HttpResponseMessage response, bool hasShortBudget, CancellationToken cancellationToken)
    {
        PhilaeReport report = await ServiceReport.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        string? id = Single(response, Via.IdHeader) is { } text && Via.IsId(text) ? text : null;
        if (MembersHeader.Parse(Single(response, MembersHeader.Name), Now) is { } members)
        {
            peer.Record(id, members, limit, hasShortBudget, Now);
            ServiceReport.Judge(report, peer, identity.Id, hasShortBudget);
        }
        else
        {
            peer.RecordPlain(id);
            ServiceReport.Judge(report, response);
        }
    }

    private static string? Single(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out IEnumerable<string>? values) && values.Take(2).ToArray() is [var single] ? single : null;
}
