using Docker.DotNet;
using Docker.DotNet.Models;
using Docker.DotNet.NativeHttp;

namespace Philae.HealthChecks.Docker;

/// <summary>Lists one container through the application's client, or through one that the probe makes, keeps, and makes anew after a failure.</summary>
internal sealed class DockerProbe : IProbe, IDisposable
{
    private static readonly ContainersListParameters One = new() { Limit = 1 };

    private readonly Func<IDockerClient>? _create;
    private readonly bool _bySocketFile;
    private IDockerClient? _client;

    private DockerProbe(string name, bool bySocketFile, Func<IDockerClient>? create, IDockerClient? client) =>
        (Name, _bySocketFile, _create, _client) = (name, bySocketFile, create, client);

    public string Name { get; }

    public static DockerProbe Own(string name, DockerTarget target, DockerProbeOptions options) =>
        new(name, target.Socket is not null, () => Client(target, options), null);

    public static DockerProbe Shared(string name, IDockerClient client) => new(name, client.Options?.Endpoint?.Scheme == "unix", null, client);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        IDockerClient client = _client ??= Create();
        try
        {
            if (await client.Containers.ListContainersAsync(One, cancellationToken).ConfigureAwait(false) is null)
            {
                throw new InvalidDataException("The list of containers is null.");
            }
        }
        catch (Exception exception)
        {
            // Certificate files may have been renewed, and a connection that is still being made must not outlive the check.
            Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(DockerFailure.ReasonOf(exception, _bySocketFile), exception);
        }
    }

    public void Dispose()
    {
        if (_create is not null)
        {
            Interlocked.Exchange(ref _client, null)?.Dispose();
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
        var transport = new DockerTransport(target.Socket, usesTls ? DockerTls.Load(options) : null);

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
