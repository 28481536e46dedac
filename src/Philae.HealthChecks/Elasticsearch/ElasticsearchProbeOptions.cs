namespace Philae.HealthChecks;

/// <summary>Settings of the Elasticsearch probe. They are validated when the host starts.</summary>
public sealed class ElasticsearchProbeOptions : HttpConnectionOptions
{
    /// <summary>Creates the defaults, with a <see cref="HttpConnectionOptions.ResponseTimeout"/> of 2 seconds.</summary>
    public ElasticsearchProbeOptions() => ResponseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>User name for basic authentication. Null: the one in the URL, if any.</summary>
    public string? UserName { get; set; }

    /// <summary>Password for basic authentication. Null: the one in the URL, if any.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The API key, in the encoded form in which Elasticsearch hands it out: base64 of <c>id:key</c>. Sent in place of basic
    /// authentication. Null: none. Default: null.
    /// </summary>
    public string? ApiKey { get; set; }
}
