namespace QuickStart;

/// <summary>Where the service listens, and how it reaches itself there.</summary>
internal sealed record ServiceAddress(string Urls, string Scheme, string HostAndPort)
{
    private const string Usual = "localhost:8080";

    /// <summary>
    /// From <c>--urls</c> or <c>ASPNETCORE_URLS</c>; otherwise port 8080 of this machine. Configured probes that ask the service
    /// itself at its usual address follow it to another.
    /// </summary>
    public static ServiceAddress Of(IConfiguration configuration)
    {
        string urls = configuration["urls"] is { Length: > 0 } given ? given : $"http://{Usual}";
        var first = BindingAddress.Parse(urls.Split(';')[0]);
        string host = first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : first.Host;
        var address = new ServiceAddress(urls, first.Scheme, $"{host}:{first.Port}");
        foreach (var probe in configuration.GetSection("Philae:Probes").GetChildren())
        {
            probe["Url"] = probe["Url"]?.Replace($"http://{Usual}", $"{address}").Replace($"tcp://{Usual}", $"tcp://{address.HostAndPort}");
        }

        return address;
    }

    public override string ToString() => $"{Scheme}://{HostAndPort}";
}
