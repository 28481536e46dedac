using System.Net.Security;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.Http;

/// <summary>The certificates that the options name by files, as TLS takes them.</summary>
internal static class HttpCertificates
{
    /// <summary>Trust and client certificate. Null: the options say nothing of them.</summary>
    public static SslClientAuthenticationOptions? Settings(HttpConnectionOptions options)
    {
        if (!options.HasTls)
        {
            return null;
        }

        // They live as long as the handler.
        SslClientAuthenticationOptions settings = TlsFiles.Load(options.CertificateAuthorityFile, options.ClientCertificateFile, options.ClientKeyFile).Settings();
        if (options.SkipCertificateVerification)
        {
#pragma warning disable CA5359 // what the option is for; its documentation says what it costs
            settings.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return settings;
    }
}
