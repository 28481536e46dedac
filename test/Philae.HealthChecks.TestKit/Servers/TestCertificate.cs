using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>A certificate of a throw-away authority, as files that servers read.</summary>
public sealed class TestCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("philae-test-").FullName;

    /// <param name="host">The name in the certificate; <c>127.0.0.1</c> is in it too unless another name is asked for.</param>
    /// <param name="expired">Whether it ended yesterday.</param>
    /// <param name="usage">The object identifier of what alone it may be used for. Null: anything.</param>
    public TestCertificate(string host = "localhost", bool expired = false, string? usage = null)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using RSA authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest($"CN=Philae test authority {Guid.NewGuid():N}", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        Authority = authorityRequest.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));

        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        }

        using X509Certificate2 certificate = request.Create(
            Authority, now.AddDays(-5), expired ? now.AddDays(-1) : now.AddDays(5), RandomNumberGenerator.GetBytes(8));
        Certificate = X509CertificateLoader.LoadPkcs12(certificate.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(AuthorityFile, Authority.ExportCertificatePem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        foreach (string file in Directory.GetFiles(_folder))
        {
            // Servers drop root and must still read them; nothing is worth a secret here.
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Certificate { get; }

    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    public string CertificateFile => Path.Combine(_folder, "cert.pem");

    public string KeyFile => Path.Combine(_folder, "key.pem");

    public void Dispose()
    {
        Authority.Dispose();
        Certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
