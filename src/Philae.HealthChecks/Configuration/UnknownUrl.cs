using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Configuration;

/// <summary>Explains a URL that starts with nothing known: a package or its call was forgotten, the scheme is misspelt, or there is none.</summary>
internal static class UnknownUrl
{
    /// <summary>The schemes of the packages that need a driver; the package is <c>Philae.HealthChecks.</c> and the call <c>Add</c> with the same word.</summary>
    public static IReadOnlyDictionary<string, string> OtherPackages { get; } = new Dictionary<string, string>
    {
        ["docker:"] = "Docker",
        ["docker+http://"] = "Docker",
        ["docker+https://"] = "Docker",
        ["docker+tcp://"] = "Docker",
        ["docker+unix://"] = "Docker",
        ["etcd+http://"] = "Etcd",
        ["etcd+https://"] = "Etcd",
        ["mariadb:"] = "MySql",
        ["mariadb://"] = "MySql",
        ["mongodb://"] = "MongoDb",
        ["mongodb+srv://"] = "MongoDb",
        ["mysql:"] = "MySql",
        ["mysql://"] = "MySql",
        ["mysql2://"] = "MySql",
        ["postgres:"] = "PostgreSql",
        ["postgres://"] = "PostgreSql",
        ["postgis://"] = "PostgreSql",
        ["postgresql:"] = "PostgreSql",
        ["postgresql://"] = "PostgreSql",
        ["redis:"] = "Redis",
        ["redis://"] = "Redis",
        ["redis-sentinel://"] = "Redis",
        ["redis+sentinel://"] = "Redis",
        ["redis+socket://"] = "Redis",
        ["rediss://"] = "Redis",
        ["rediss-sentinel://"] = "Redis",
        ["rediss+sentinel://"] = "Redis",
        ["valkey://"] = "Redis",
        ["valkeys://"] = "Redis",
    };

    // What listens on a port, usually.
    private static readonly Dictionary<string, string> Ports = new()
    {
        ["80"] = "http://",
        ["443"] = "https://",
        ["2375"] = "docker+tcp://",
        ["2376"] = "docker+tcp://",
        ["2379"] = "etcd+http://",
        ["3306"] = "mysql://",
        ["4151"] = "nsq://",
        ["5000"] = "swift+http://",
        ["5432"] = "postgres://",
        ["6379"] = "redis://",
        ["8080"] = "http://",
        ["9200"] = "elasticsearch+http://",
        ["26379"] = "redis-sentinel://",
        ["27017"] = "mongodb://",
    };

    /// <summary>Explains a URL with an unknown start. It quotes no more of the URL than the scheme.</summary>
    public static string Explain(string url, IEnumerable<string> known)
    {
        string rest = $"It must start with one of {string.Join(", ", known)}.";
        if (Port(url) is { } port)
        {
            return $"not a URL. Did you mean {(Ports.TryGetValue(port, out string? usual) ? $"{usual}… or " : "")}tcp://…? {rest}";
        }

        string? package = OtherPackages.FirstOrDefault(scheme => url.StartsWith(scheme.Key, StringComparison.OrdinalIgnoreCase)).Value;
        if (package is not null)
        {
            return $"unknown scheme '{Scheme(url)}': {Reference(package)} {rest}";
        }

        if (ProbeUrl.IsUrl(url))
        {
            if (Scheme(url) == "unix")
            {
                return $"unknown scheme 'unix': it does not say which probe. Did you mean 'redis+socket' or 'docker+unix'? {rest}";
            }

            string? nearest = NearestName.Of(Scheme(url), known.Concat(OtherPackages.Keys).Select(Scheme));
            string? its = nearest is null || known.Any(scheme => Scheme(scheme) == nearest) ? null : OtherPackages.First(scheme => Scheme(scheme.Key) == nearest).Value;
            return $"unknown scheme '{Scheme(url)}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}{(its is null ? "" : $" For that, {Reference(its)}")} {rest}";
        }

        if (url[0] is '"' or '\'')
        {
            return $"not a URL: it begins with a quotation mark. Write it without quotes. {rest}";
        }

        return $"not a URL. A driver's own connection string needs the probe's word and a colon before it, as in redis:… or postgresql:…. {rest}";
    }

    /// <summary>The port, if the text is host:port; otherwise null.</summary>
    private static string? Port(string text)
    {
        string[] parts = text.Split(':');
        bool isPort = parts.Length >= 2 && parts[^1].Length is > 0 and <= 5 && parts[^1].All(char.IsAsciiDigit);
        return isPort && !text.Any(static character => "@=;,/ ".Contains(character, StringComparison.Ordinal)) ? parts[^1] : null;
    }

    private static string Reference(string package) =>
        $"reference the package Philae.HealthChecks.{package} and call AddPhilaeFromConfiguration(…, schemes => schemes.Add{package}()).";

    private static string Scheme(string url) => url[..url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
}
