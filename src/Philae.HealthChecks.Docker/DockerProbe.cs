using Docker.DotNet;
using Docker.DotNet.Models;
using Docker.DotNet.NativeHttp;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.Docker;

/// <summary>Lists one container through the application's client, or through one that the probe makes, keeps, and makes anew after a failure.</summary>
internal sealed class DockerProbe : IProbe, IDisposable
{
    private static readonly ContainersListParameters One = new() { Limit = 1 };

    private readonly Func<IDockerClient>? _create;
    private readonly KeptFirst? _keptFirst;
    private readonly bool _bySocketFile;
    private IDockerClient? _client;
    private volatile bool _isDisposed;

    private DockerProbe(string name, bool bySocketFile, Func<IDockerClient>? create, IDockerClient? client, KeptFirst? keptFirst = null) =>
        (Name, _bySocketFile, _create, _client, _keptFirst) = (name, bySocketFile, create, client, keptFirst);

    public string Name { get; }

    public static DockerProbe Own(string name, DockerTarget target, DockerProbeOptions options, KeptFirst keptFirst) =>
        new(name, target.Socket is not null, () => Client(target, options), null, keptFirst);

    public static DockerProbe Shared(string name, IDockerClient client) => new(name, client.Options?.Endpoint?.Scheme == "unix", null, client);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (_create is null ? ListAsync(_client!, cancellationToken) : ListOwnAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ProbeException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(DockerFailure.ReasonOf(exception, _bySocketFile), exception);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        CloseOwn();
    }

    private void CloseOwn()
    {
        if (_create is not null)
        {
            Interlocked.Exchange(ref _client, null)?.Dispose();
        }
    }

    private async Task ListOwnAsync(CancellationToken cancellationToken)
    {
        IDockerClient? kept = Interlocked.Exchange(ref _client, null);
        Interlocked.Exchange(ref _client, await (kept is null
            ? FreshAsync(cancellationToken)
            : _keptFirst!.GetFirstAsync(
                token => ListOrCloseAsync(kept, token), FreshAsync, DockerFailure.IsLostConnection, static late => late.Dispose(), cancellationToken)).ConfigureAwait(false));
        if (_isDisposed)
        {
            CloseOwn(); // the host has ended meanwhile
        }
    }

    private Task<IDockerClient> FreshAsync(CancellationToken cancellationToken) => ListOrCloseAsync(Create(), cancellationToken);

    // Certificate files may have been renewed, and a connection that is still being made must not outlive the check.
    private static async Task<IDockerClient> ListOrCloseAsync(IDockerClient client, CancellationToken cancellationToken)
    {
        try
        {
            await ListAsync(client, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static async Task ListAsync(IDockerClient client, CancellationToken cancellationToken)
    {
        if (await client.Containers.ListContainersAsync(One, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new InvalidDataException("The list of containers is null.");
        }
    }

    private static ProbeException Failed(FailureReason? reason, Exception cause) => new("Unable to contact docker", reason, cause);

    // The files were good when the host started.
    private IDockerClient Create()
    {
        try
        {
            return _create!();
        }
        catch (Exception exception)
        {
            throw Failed(FailureReason.NotConfigured, exception);
        }
    }

    private static DockerClient Client(DockerTarget target, DockerProbeOptions options)
    {
        bool usesTls = target.Tls ?? (options.CertificateAuthorityFile ?? options.ClientCertificateFile) is not null;
        var transport = new DockerTransport(target.Socket, usesTls ? TlsFiles.Load(options.CertificateAuthorityFile, options.ClientCertificateFile, options.ClientKeyFile) : null);

        // Not the driver's transports of its own, which open a connection for each request and cannot be stopped while they
        // connect: .NET's serves socket files too.
        return new DockerClientBuilder()
            .WithEndpoint(target.Endpoint(usesTls))
            .WithTimeout(Timeout.InfiniteTimeSpan)
            .WithAuthProvider(transport)
            .WithTransportOptions(new NativeHttpTransportOptions())
            .Build();
    }
}
