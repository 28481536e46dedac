using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Http;

/// <summary>Sends a probe's requests: follows redirects, keeps the time limits, and says what failed in the protocol's words.</summary>
internal sealed class HttpSender : IDisposable
{
    public const string Unsent = "Unable to send request";
    private const int MaxRedirects = 10;

    private readonly HttpConnectionOptions _options;
    private readonly string _failed;
    private readonly TimeProvider _time;
    private readonly bool _isTraced;
    private readonly NamedHttpClient? _named;
    private HttpClient? _own;
    private volatile bool _hasAnswered;
    private volatile bool _isDisposed;

    /// <param name="services">The clock's, and the application's clients' where the options name one.</param>
    /// <param name="options">Validated.</param>
    /// <param name="failed">What a failure to get an answer reads.</param>
    public HttpSender(IServiceProvider services, HttpConnectionOptions options, string failed = Unsent)
    {
        _options = options;
        _failed = failed;
        _time = services.GetRequiredService<TimeProvider>();
        _isTraced = services.GetRequiredService<IOptions<PhilaeOptions>>().Value.TraceDrivers;
        if (options.HttpClientName is null)
        {
            _own = Own();
        }
        else
        {
            _named = new NamedHttpClient(services.GetRequiredService<IHttpClientFactory>(), services.GetService<IHttpMessageHandlerFactory>(), options.HttpClientName);
        }
    }

    /// <summary>Sends, and has the answer judged within the same time limit.</summary>
    /// <param name="call">What to send.</param>
    /// <param name="judge">Throws where the answer is not as it should be.</param>
    /// <param name="cancellationToken">The check's.</param>
    /// <exception cref="ProbeException">There is no answer, or it broke off, or what <paramref name="judge"/> throws.</exception>
    public async Task SendAsync(HttpCall call, Func<HttpResponseMessage, CancellationToken, Task> judge, CancellationToken cancellationToken)
    {
        using var clock = new ResponseClock(_options.ResponseTimeout, _options.ConnectTimeout, _time, cancellationToken);
        try
        {
            using HttpResponseMessage response = await AnswerAsync(call, clock).ConfigureAwait(false);
            await judge(response, clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProbeException(_failed, clock.Expired ? FailureReason.TimedOut : null, exception);
        }
        catch (IOException exception)
        {
            // Only a body does this, where it breaks off.
            throw new ProbeException(_failed, FailureReason.UnexpectedResponse, exception);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _own?.Dispose();
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpCall call, ResponseClock clock)
    {
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            HttpResponseMessage response = await SendAsync(call, clock).ConfigureAwait(false);
            if (!IsRedirect(call, response) || _named?.FollowsRedirects() == false)
            {
                return response;
            }

            response.Dispose();
            if (_named is not null)
            {
                break;
            }

            if (!Uri.TryCreate(call.Url, response.Headers.Location, out Uri? next) || next.Scheme is not ("http" or "https"))
            {
                break;
            }

            call = call.RedirectedTo(next);
        }

        throw new ProbeException(_failed, FailureReason.UnexpectedResponse);
    }

    // A connection of the probe's own that was kept and does not answer says how the server was. A fresh one, of a client that has
    // no other, says how it is. Its failure is final.
    private async Task<HttpResponseMessage> SendAsync(HttpCall call, ResponseClock clock)
    {
        try
        {
            HttpResponseMessage response = await SendOnceAsync(call, clock).ConfigureAwait(false);
            _hasAnswered = true;
            return response;
        }
        catch (Exception exception) when (_own is not null && _hasAnswered && !clock.HasConnected && (exception is not OperationCanceledException || clock.Expired))
        {
            Renew();
        }

        return await SendOnceAsync(call, clock).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpCall call, ResponseClock clock)
    {
        // The application's is made anew each time: the factory renews the handlers behind it.
        HttpClient client = _own ?? _named!.Create();
        using HttpRequestMessage request = call.Request();
        (request.Version, request.VersionPolicy) = (client.DefaultRequestVersion, client.DefaultVersionPolicy); // which HttpClient heeds for its own requests alone
        clock.Start(request);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever its type: handlers of the application's client throw their own.
            throw new ProbeException(_failed, exception);
        }
    }

    private void Renew()
    {
        _hasAnswered = false; // a connection that a proxy tunnels is not seen to be made
        _own!.Dispose();
        try
        {
            _own = Own();
        }
        catch (Exception exception)
        {
            throw new ProbeException(_failed, FailureReason.NotConfigured, exception); // the file of the authorities has gone
        }

        if (_isDisposed)
        {
            _own.Dispose(); // the host has ended meanwhile
        }
    }

    private HttpClient Own() => new(HttpProbeHandler.Create(_options, _isTraced)) { Timeout = Timeout.InfiniteTimeSpan };

    // Without a Location, or if the status was expected, the redirect is the answer.
    private static bool IsRedirect(HttpCall call, HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && call.Json is null
        && (int)response.StatusCode != call.ExpectedStatusCode
        && response.Headers.Contains("Location");
}
