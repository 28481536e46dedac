using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.Etcd.Tests.TestCertificates))]

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Two certificates of two authorities, shared because their keys take a while to make.</summary>
public sealed class TestCertificates : IDisposable
{
    public TestCertificate Good { get; } = new();

    public TestCertificate Other { get; } = new();

    public void Dispose()
    {
        Good.Dispose();
        Other.Dispose();
    }
}
