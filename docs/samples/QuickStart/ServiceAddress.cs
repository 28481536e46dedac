using System.Net;
using System.Net.Sockets;

namespace QuickStart;

/// <summary>Where the service listens, and how it reaches itself there.</summary>
internal sealed record ServiceAddress(string Urls, string Scheme, string HostAndPort)
{
    private const string Usual = "localhost:8080";

    /// <summary>
    /// From <c>--urls</c> or <c>ASPNETCORE_URLS</c>, else from <c>ASPNETCORE_HTTP_PORTS</c> and <c>ASPNETCORE_HTTPS_PORTS</c>, else port
    /// 8080 of this machine. Configured probes that ask the service itself at its usual address follow it to another.
    /// </summary>
    /// <exception cref="FormatException">One of them is no address; the message names it.</exception>
    public static ServiceAddress Of(IConfiguration configuration)
    {
        BindingAddress[] all = [.. Listed(configuration).Select(Bindable)];
        var first = all[0];
        string host = first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : first.Host;
        var address = new ServiceAddress(string.Join(';', all.Select(one => $"{one}")), first.Scheme, $"{host}:{first.Port}");
        foreach (var probe in configuration.GetSection("Philae:Probes").GetChildren().Where(probe => probe["Url"]?.Contains(Usual) == true))
        {
            probe["Url"] = probe["Url"]!.Replace($"http://{Usual}", $"{address}").Replace($"tcp://{Usual}", $"tcp://{address.HostAndPort}");
            if (probe["Url"]!.StartsWith("https://", StringComparison.Ordinal))
            {
                probe["SkipCertificateVerification"] = "true"; // the service's own, which may be for any name
            }
        }

        return address;
    }

    public override string ToString() => $"{Scheme}://{HostAndPort}";

    private static string[] Listed(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        string[] ports = [.. Ports("http"), .. Ports("https")];
        return ports.Length > 0 ? ports : [$"http://{Usual}"];

        IEnumerable<string> Ports(string scheme) => (configuration[$"{scheme}_ports"] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"{scheme}://*:{port}");
    }

    // Port 0 is any free one: it is chosen here, so that the probes know it.
    private static BindingAddress Bindable(string url)
    {
        if (!Uri.TryCreate(url.Replace("://*", "://any").Replace("://+", "://any"), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"urls: '{url}' is no address to listen on, such as http://localhost:8080.");
        }

        var address = BindingAddress.Parse(url);
        return address.Port == 0 ? BindingAddress.Parse(FormattableString.Invariant($"{address.Scheme}://{address.Host}:{FreePort()}")) : address;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
