namespace Philae.HealthChecks.MongoDb;

/// <summary>What a URL says that the driver does not read.</summary>
internal sealed class MongoDbReading
{
    public TimeSpan? Timeout { get; set; }

    public string? CertificateAuthorityFile { get; set; }

    public bool AcceptsAnyCertificate { get; set; }
}
