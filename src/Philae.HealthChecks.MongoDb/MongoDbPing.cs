using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Clusters.ServerSelectors;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Servers;

namespace Philae.HealthChecks.MongoDb;

/// <summary>
/// Pings over one client. The driver waits for a server until its time limit, in case one comes, and then says neither that
/// none came nor why in any form but text; what its monitors know tells both at once.
/// </summary>
internal sealed class MongoDbPing(IMongoClient client, string database)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(25);

    private readonly ICluster _cluster = client.Cluster;
    private readonly MongoClientSettings _settings = client.Settings;
    private ClusterDescription? _refusedIn;
    private MongoAuthenticationException? _refusal;

    /// <exception cref="ProbeException">What may be published; its cause is a <see cref="MongoServerException"/> where the server itself said no.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendWithCancellationAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or MongoConnectionPoolPausedException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw NoServer(_cluster.Description);
        }
        catch (Exception exception)
        {
            if (exception is MongoAuthenticationException refusal)
            {
                (_refusedIn, _refusal) = (_cluster.Description, refusal);
            }

            throw MongoDbFailure.Of(exception, _settings.UseTls);
        }
    }

    private async Task SendWithCancellationAsync(CancellationToken cancellationToken)
    {
        HashSet<Exception> old = [.. Failures(_cluster.Description)];
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task ping = client.GetDatabase(database).RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), _settings.ReadPreference, givenUp.Token);
        while (!ping.IsCompleted && !IsHopeless(_cluster.Description, old))
        {
            // The driver's own clock is the real one.
            await ping.WaitAsync(LookInterval, TimeProvider.System, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await givenUp.CancelAsync().ConfigureAwait(false);
        await ping.ConfigureAwait(false);
    }

    private static IEnumerable<Exception> Failures(ClusterDescription cluster) =>
        cluster.Servers.Select(static server => server.HeartbeatException).OfType<Exception>();

    private bool IsHopeless(ClusterDescription cluster, HashSet<Exception> old) =>
        IsStillRefused(cluster) || (cluster.Servers.Count == 0
            ? _settings.Scheme != ConnectionStringScheme.MongoDBPlusSrv // whose servers are yet to be found; else none was what the target says
            : cluster.Servers.All(server => server.HeartbeatException is { } failure && !old.Contains(failure)));

    // After a refused login the driver waits for the next word of the server, up to 10 seconds, before it logs in again.
    private bool IsStillRefused(ClusterDescription cluster) => ReferenceEquals(cluster, _refusedIn);

    // Without the driver's exception, whose text is the whole topology with every stack.
    private ProbeException NoServer(ClusterDescription cluster)
    {
        Exception? cause = IsStillRefused(cluster) ? _refusal : Failures(cluster).FirstOrDefault() ?? cluster.DnsMonitorException;
        FailureReason? reason = cause is null ? ReasonWithoutCause(cluster) : MongoDbFailure.ReasonOf(cause, _settings.UseTls);
        return new ProbeException(MongoDbFailure.Uncontacted, reason, cause);
    }

    private FailureReason ReasonWithoutCause(ClusterDescription cluster)
    {
        if (cluster.Servers.Count == 0)
        {
            // Of another replica set, or of another kind than the target says.
            return FailureReason.UnexpectedResponse;
        }

        // Servers answer, but none that the read preference allows, as while a primary is being elected.
        ServerDescription[] connected = [.. cluster.Servers.Where(static server => server.State == ServerState.Connected)];
        bool unsuitable = connected.Length > 0 && !new ReadPreferenceServerSelector(_settings.ReadPreference).SelectServers(cluster, connected).Any();
        return unsuitable ? FailureReason.Unavailable : FailureReason.TimedOut;
    }
}
