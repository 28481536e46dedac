using System.Net.Http.Headers;
using System.Text;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Http;

/// <summary>One request of a probe: a GET, or a POST where it carries JSON.</summary>
internal sealed record HttpCall(Uri Url)
{
    /// <summary>Sent without a challenge, and to this origin only. Null: none.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Further headers, which may hold credentials and are sent to this origin only.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The services that the request has come through; sent to whatever host. Null: not said.</summary>
    public string? Via { get; init; }

    /// <summary>How long the answer is waited for; sent to whatever host. Null: not said.</summary>
    public string? Budget { get; init; }

    /// <summary>A status that is the answer even if it is a redirect.</summary>
    public int? ExpectedStatusCode { get; init; }

    /// <summary>What to POST; its redirects are not followed. Null: a GET.</summary>
    public byte[]? Json { get; init; }

    /// <summary>Basic authentication; null if there is neither a name nor a password.</summary>
    public static AuthenticationHeaderValue? Basic(string? userName, string? password) => userName is null && password is null
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));

    /// <summary>The same at another place: with its credentials only at the same origin, as curl and browsers do.</summary>
    public HttpCall RedirectedTo(Uri url)
    {
        bool isSameOrigin = (url.Scheme, url.IdnHost, url.Port) == (Url.Scheme, Url.IdnHost, Url.Port);
        return isSameOrigin ? this with { Url = url } : new HttpCall(url) { ExpectedStatusCode = ExpectedStatusCode, Via = Via, Budget = Budget };
    }

    public HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(Json is null ? HttpMethod.Get : HttpMethod.Post, Url);
        request.Headers.Authorization = Authorization;
        foreach ((string name, string value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Via is not null)
        {
            request.Headers.TryAddWithoutValidation(LoopDetection.Via.Header, Via);
        }

        if (Budget is not null)
        {
            request.Headers.TryAddWithoutValidation(TimeBudget.Header, Budget);
        }

        if (Json is not null)
        {
            request.Content = new ByteArrayContent(Json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }
}
