using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.Docker.Tests.DockerCertificates))]

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>Certificates of different authorities, shared because their keys take long to make.</summary>
public sealed class DockerCertificates : IDisposable
{
    private readonly Lazy<TestCertificate> _server = new(() => new());
    private readonly Lazy<TestCertificate> _client = new(() => new("client"));
    private readonly Lazy<TestCertificate> _other = new(() => new("other"));
    private readonly Lazy<TestCertificate> _expired = new(() => new(expired: true));

    public TestCertificate Server => _server.Value;

    public TestCertificate Client => _client.Value;

    /// <summary>For a name that no test asks for.</summary>
    public TestCertificate Other => _other.Value;

    public TestCertificate Expired => _expired.Value;

    public void Dispose()
    {
        foreach (Lazy<TestCertificate> certificate in new[] { _server, _client, _other, _expired })
        {
            if (certificate.IsValueCreated)
            {
                certificate.Value.Dispose();
            }
        }
    }
}
