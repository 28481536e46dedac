using System.Net;
using MongoDB.Driver;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.MongoDb;

/// <summary>Makes the probe's own clients: of what the target says, within the time that a check has.</summary>
internal sealed class MongoDbClientFactory(MongoDbTarget target, MongoDbProbeOptions options, string database, TimeSpan deadline)
{
    public async Task<MongoDbClient> CreateAsync(CancellationToken cancellationToken)
    {
        MongoClientSettings settings = Read(await ResolveAsync(cancellationToken).ConfigureAwait(false));
        await FindAnyAsync(settings.Servers, cancellationToken).ConfigureAwait(false);
        try
        {
            Adjust(settings);
            return new MongoDbClient(settings, database);
        }
        catch (Exception exception)
        {
            throw new ProbeException(MongoDbFailure.Uncontacted, FailureReason.NotConfigured, exception);
        }
    }

    // The hosts behind a mongodb+srv:// name. Left to itself the driver starts a thread that asks for them every minute and
    // outlives the client for as long.
    private async Task<MongoUrl> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await target.Url.ResolveAsync(resolveHosts: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw MongoDbFailure.Of(exception, tls: false);
        }
    }

    // A client's threads wait for names whatever the check is told, and a new client brings new ones. Where no name server answers, none
    // is made: the runtime, unlike the driver, asks for a name once, however many wait for it.
    private static async Task FindAnyAsync(IEnumerable<MongoServerAddress> servers, CancellationToken cancellationToken)
    {
        Task found = await Task.WhenAny(servers.Select(server => (Task)Dns.GetHostAddressesAsync(server.Host, cancellationToken))).ConfigureAwait(false);
        await found.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // that it is not found is the driver's to say
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static MongoClientSettings Read(MongoUrl url)
    {
        try
        {
            return MongoClientSettings.FromUrl(url);
        }
        catch (Exception)
        {
            // A mongodb+srv:// URL is whole, and can be found to contradict itself, only with what the name service adds.
            throw MongoDbFailure.OfInvalidUrl();
        }
    }

    private void Adjust(MongoClientSettings settings)
    {
        // The driver's own limits are 30 seconds and none: too late to say before the deadline what is wrong.
        settings.ServerSelectionTimeout = Limit(settings.ServerSelectionTimeout, 0.9);
        settings.WaitQueueTimeout = Limit(settings.WaitQueueTimeout, 0.9);
        settings.ConnectTimeout = Limit(settings.ConnectTimeout, 0.8);
        settings.SocketTimeout = Limit(settings.SocketTimeout, 0.8);
        settings.RetryReads = false;
        settings.AllowInsecureTls |= target.AcceptsAnyCertificate;
        options.ConfigureClient?.Invoke(settings);
        if ((options.CertificateAuthorityFile ?? target.CertificateAuthorityFile) is { } authority)
        {
            settings.SslSettings = settings.SslSettings?.Clone() ?? new SslSettings();
            settings.SslSettings.ServerCertificateValidationCallback = TrustedAuthority.Callback(authority);
        }
    }

    // Zero is the driver's word for no limit.
    private TimeSpan Limit(TimeSpan own, double part)
    {
        TimeSpan limit = deadline * part;
        return own > TimeSpan.Zero && own < limit ? own : limit;
    }
}
