namespace Philae.HealthChecks.Http;

/// <summary>A client of the application's <see cref="IHttpClientFactory"/>. It follows redirects, or does not, as its handler is set.</summary>
internal sealed class NamedHttpClient(IHttpClientFactory clients, IHttpMessageHandlerFactory? handlers, string name)
{
    /// <summary>Makes one for one check: the factory renews the handlers behind it.</summary>
    public HttpClient Create() => clients.CreateClient(name);

    /// <summary>
    /// Whether the client follows redirects: one that it hands out is then one that it gave up, since there were too many or they
    /// left TLS. A primary handler that is none of .NET's hands out answers alone.
    /// </summary>
    public bool FollowsRedirects()
    {
        HttpMessageHandler? handler = handlers?.CreateHandler(name);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        return handler switch
        {
            SocketsHttpHandler sockets => sockets.AllowAutoRedirect,
            HttpClientHandler client => client.AllowAutoRedirect,
            _ => false,
        };
    }
}
