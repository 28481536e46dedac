using Philae.HealthChecks.Http;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks.Service;

/// <summary>Asks another service for its report, tells it which services the request has come through, and notes who answers.</summary>
internal sealed class ServiceProbe(string name, HttpSender sender, HttpCall call, PhilaeIdentity identity, ServicePeer peer) : IProbe, IDisposable
{
    public string Name => name;

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        HttpCall onTheWay = call with { Via = Via.Current.From(identity.Id) };
        return sender.SendAsync(onTheWay, JudgeAsync, cancellationToken);
    }

    public void Dispose() => sender.Dispose();

    private Task JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        peer.Id = response.Headers.TryGetValues(Via.IdHeader, out IEnumerable<string>? ids) && ids.First() is var id && Via.IsId(id) ? id : null;
        return ServiceReport.JudgeAsync(response, cancellationToken);
    }
}
