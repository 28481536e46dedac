using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>One registration of a probe with a secret: where the server is, how long it has, and what the place of the secret needs.</summary>
internal sealed record Planting(IHealthChecksBuilder Builder, string Name, Secret Secret, string Host, int Port)
{
    public bool Tls { get; init; }

    /// <summary>The check's deadline, and every limit of the driver's that a probe hands on.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes loggers for drivers that take some, into the host's log.</summary>
    public required ILoggerFactory Drivers { get; init; }

    /// <summary>The user whom the server knows.</summary>
    public string User { get; init; } = "probe";

    public string Address => $"{Host}:{Port}";

    public string Text => Secret.Text;

    /// <summary>A URL of HTTP.</summary>
    public string Http(string path = "/", string userInfo = "") => Url("http", path, userInfo);

    /// <summary>A URL whose scheme gets an s for TLS.</summary>
    public string Url(string scheme, string path, string userInfo) => $"{scheme}{(Tls ? "s" : "")}://{userInfo}{Address}{path}";

    /// <summary>The probe's time limits, and what else it needs.</summary>
    public Action<T> Limits<T>(Action<T>? more = null)
        where T : HttpConnectionOptions => options =>
    {
        (options.ConnectTimeout, options.ResponseTimeout) = (Limit, Limit);
        more?.Invoke(options);
    };

    /// <summary>A client of the application's, which carries the secret, by the name of the probe.</summary>
    public string Client(Action<HttpClient> configure)
    {
        Builder.Services.AddHttpClient(Name, configure);
        return Name;
    }
}
