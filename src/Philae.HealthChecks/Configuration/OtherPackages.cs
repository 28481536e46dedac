namespace Philae.HealthChecks.Configuration;

/// <summary>The schemes of the packages that need a driver, so that who forgot the call is told it.</summary>
internal static class OtherPackages
{
    /// <summary>By what a URL starts with; the package is <c>Philae.HealthChecks.</c> and the call <c>Add</c> with the same word.</summary>
    public static IReadOnlyDictionary<string, string> Schemes { get; } = new Dictionary<string, string>
    {
        ["docker:"] = "Docker",
        ["docker+http://"] = "Docker",
        ["docker+https://"] = "Docker",
        ["docker+tcp://"] = "Docker",
        ["docker+unix://"] = "Docker",
        ["etcd+http://"] = "Etcd",
        ["etcd+https://"] = "Etcd",
        ["mariadb://"] = "MySql",
        ["mongodb://"] = "MongoDb",
        ["mongodb+srv://"] = "MongoDb",
        ["mysql://"] = "MySql",
        ["postgres://"] = "PostgreSql",
        ["postgresql://"] = "PostgreSql",
        ["redis://"] = "Redis",
        ["redis-sentinel://"] = "Redis",
        ["rediss://"] = "Redis",
        ["rediss-sentinel://"] = "Redis",
    };

    /// <summary>What is wrong with a URL that starts with nothing known. Of the URL it quotes no more than the scheme.</summary>
    public static string Explain(string url, IEnumerable<string> known)
    {
        string rest = $"It must start with one of {string.Join(", ", known)}.";
        string? package = Schemes.FirstOrDefault(scheme => url.StartsWith(scheme.Key, StringComparison.OrdinalIgnoreCase)).Value;
        if (package is null && !ProbeUrl.IsUrl(url))
        {
            return $"not a URL; a driver's own connection string is not taken here. {rest}";
        }

        string scheme = url[..url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        return package is null
            ? $"unknown scheme '{scheme}'. {rest}"
            : $"unknown scheme '{scheme}': reference the package Philae.HealthChecks.{package} and call AddPhilaeProbes(…, schemes => schemes.Add{package}()). {rest}";
    }
}
