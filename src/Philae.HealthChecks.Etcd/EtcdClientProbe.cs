using dotnet_etcd.interfaces;
using Etcdserverpb;
using Grpc.Core;

namespace Philae.HealthChecks.Etcd;

/// <summary>Checks through the application's own client, with that client's members, login and retries.</summary>
internal sealed class EtcdClientProbe(string name, IEtcdClient client, string key) : IProbe
{
    private readonly RangeRequest _read = EtcdCheck.Read(key);
    private readonly Metadata _headers = EtcdCheck.Headers(token: null);

    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.GetAsync(_read, _headers, null, cancellationToken).ConfigureAwait(false);
            await EtcdCheck.NoAlarmAsync(
                request => client.StatusAsync(request, _headers, null, cancellationToken),
                request => client.AlarmAsync(request, _headers, null, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw EtcdFailure.Of(exception);
        }
    }
}
