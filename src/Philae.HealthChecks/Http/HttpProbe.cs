using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Http;

/// <summary>GETs a URL, follows redirects, and looks at the status code and, with a checker, at the body.</summary>
internal sealed class HttpProbe : IProbe, IDisposable
{
    private const int MaxRedirects = 10;
    private const string Unsent = "Unable to send request";

    private readonly Uri _url;
    private readonly AuthenticationHeaderValue? _credentials;
    private readonly HttpProbeOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<HttpClient> _client;
    private readonly HttpClient? _own;

    /// <param name="services">The clock's, and the application's clients' where the options name one.</param>
    /// <param name="name">The name in the report.</param>
    /// <param name="target">What to GET.</param>
    /// <param name="options">Validated.</param>
    public HttpProbe(IServiceProvider services, string name, HttpTarget target, HttpProbeOptions options)
    {
        Name = name;
        _url = target.Url;
        _credentials = target.Credentials(options);
        _options = options;
        _time = services.GetRequiredService<TimeProvider>();
        if (options.HttpClientName is { } clientName)
        {
            // Made anew each time: the factory renews the handlers behind it.
            IHttpClientFactory clients = services.GetRequiredService<IHttpClientFactory>();
            _client = () => clients.CreateClient(clientName);
        }
        else
        {
            _own = new HttpClient(HttpProbeHandler.Create(options)) { Timeout = Timeout.InfiniteTimeSpan };
            _client = () => _own;
        }
    }

    public string Name { get; }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var clock = new ResponseClock(_options.ResponseTimeout, _options.ConnectTimeout, _time, cancellationToken);
        try
        {
            using HttpResponseMessage response = await GetAsync(clock).ConfigureAwait(false);
            CheckStatus(response.StatusCode);
            if (_options.Checker is { } checker)
            {
                Stream body = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
                await checker(body, clock.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProbeException(Unsent, clock.Expired ? FailureReason.TimedOut : null, exception);
        }
        catch (IOException exception)
        {
            // Only a body does this, where it breaks off.
            throw new ProbeException(Unsent, FailureReason.UnexpectedResponse, exception);
        }
    }

    public void Dispose() => _own?.Dispose();

    private async Task<HttpResponseMessage> GetAsync(ResponseClock clock)
    {
        HttpClient client = _client();
        Uri current = _url;
        AuthenticationHeaderValue? authorization = _credentials;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            HttpResponseMessage response = await SendAsync(client, current, authorization, clock).ConfigureAwait(false);
            if (!IsRedirect(response))
            {
                return response;
            }

            response.Dispose();
            if (!Uri.TryCreate(current, response.Headers.Location, out Uri? next) || next.Scheme is not ("http" or "https"))
            {
                break;
            }

            bool trusted = next.IdnHost == current.IdnHost && (next.Scheme == current.Scheme || next.Scheme == "https");
            authorization = trusted ? authorization : null; // never again, once they were dropped
            current = next;
        }

        throw new ProbeException(Unsent, FailureReason.UnexpectedResponse);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Uri url, AuthenticationHeaderValue? authorization, ResponseClock clock)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = authorization;
        clock.Start(request);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever its type: handlers of the application's client throw their own.
            throw new ProbeException(Unsent, exception);
        }
    }

    // Without a Location, or where it is what was asked for, it is the answer.
    private bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && (int)response.StatusCode != _options.ExpectedStatusCode
        && response.Headers.Contains("Location");

    // The standard's phrase and not the server's, whose text is foreign.
    private void CheckStatus(HttpStatusCode status)
    {
        int code = (int)status;
        if (_options.ExpectedStatusCode is { } expected)
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
}
