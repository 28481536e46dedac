using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Philae.HealthChecks.Http;

/// <summary>GETs a URL, follows redirects, and looks at the status code and, with a checker, at the body.</summary>
internal sealed class HttpProbe(
    string name, Uri url, AuthenticationHeaderValue? credentials, string clientName, HttpProbeOptions options, IHttpClientFactory clients, TimeProvider time) : IProbe
{
    private const int MaxRedirects = 10;
    private const string Unsent = "Unable to send request";

    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var clock = new ResponseClock(options.ResponseTimeout, time, cancellationToken);
        try
        {
            using HttpResponseMessage response = await GetAsync(clock).ConfigureAwait(false);
            CheckStatus(response.StatusCode);
            if (options.Checker is { } checker)
            {
                Stream body = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
                await checker(body, clock.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (clock.Expired)
        {
            throw new ProbeException(Unsent, FailureReason.TimedOut, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or OperationCanceledException)
        {
            throw new ProbeException(Unsent, exception);
        }
    }

    private async Task<HttpResponseMessage> GetAsync(ResponseClock clock)
    {
        HttpClient client = clients.CreateClient(clientName);
        Uri current = url;
        AuthenticationHeaderValue? authorization = credentials;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, current);
            request.Headers.Authorization = authorization;
            clock.Attach(request);
            HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token).ConfigureAwait(false);
            if (Redirection(response, current) is not { } next)
            {
                return response;
            }

            response.Dispose();
            authorization = next.IdnHost == current.IdnHost && (next.Scheme == current.Scheme || next.Scheme == Uri.UriSchemeHttps) ? authorization : null;
            current = next;
        }

        throw new ProbeException(Unsent, FailureReason.UnexpectedResponse);
    }

    private static Uri? Redirection(HttpResponseMessage response, Uri current)
    {
        bool redirect = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!redirect || response.Headers.Location is not { } location)
        {
            return null;
        }

        Uri next = new(current, location);
        return next.Scheme == Uri.UriSchemeHttp || next.Scheme == Uri.UriSchemeHttps ? next : null;
    }

    // The standard's phrase and not the server's, whose text is foreign.
    private void CheckStatus(HttpStatusCode status)
    {
        int code = (int)status;
        if (options.ExpectedStatusCode is { } expected)
        {
            if (code != expected)
            {
                throw new ProbeException($"Unexpected status code: {code} (expected: {expected})");
            }
        }
        else if (code is < 200 or > 399)
        {
            using var standard = new HttpResponseMessage(status);
            throw new ProbeException($"Invalid return code: {code} {standard.ReasonPhrase}".TrimEnd());
        }
    }

    public static AuthenticationHeaderValue? Basic(string? userName, string? password) =>
        userName is null && password is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
}
