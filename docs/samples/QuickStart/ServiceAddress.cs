namespace QuickStart;

/// <summary>Where the service listens, and how it reaches itself there.</summary>
internal sealed record ServiceAddress(string Urls, string Scheme, string HostAndPort)
{
    /// <summary>From <c>--urls</c> or <c>ASPNETCORE_URLS</c>; otherwise port 8080 of this machine.</summary>
    public static ServiceAddress Of(IConfiguration configuration)
    {
        string urls = configuration["urls"] is { Length: > 0 } given ? given : "http://localhost:8080";
        var first = BindingAddress.Parse(urls.Split(';')[0]);
        string host = first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : first.Host;
        return new ServiceAddress(urls, first.Scheme, $"{host}:{first.Port}");
    }

    public override string ToString() => $"{Scheme}://{HostAndPort}";
}
