using Microsoft.Extensions.Configuration;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Configuration;

/// <summary>A <c>Url</c> that is <c>ConnectionStrings:name</c>, alone or after a scheme's word (<c>redis:</c>, <c>etcd+</c>), stands for that connection string.</summary>
internal static class ConnectionStrings
{
    private const string Section = "ConnectionStrings:";

    /// <summary>Puts the connection string in the place of a reference.</summary>
    /// <param name="url">The key's value.</param>
    /// <param name="root">The whole configuration. Null: not given.</param>
    /// <param name="path">The key's path; with a reference it names the connection string, too.</param>
    /// <param name="errors">Takes the errors of the reference.</param>
    /// <returns>What the probe's URL is. Null: it was an error.</returns>
    public static string? Resolve(string url, IConfiguration? root, ref string path, ConfigurationErrors errors)
    {
        int start = url.IndexOf(Section, StringComparison.OrdinalIgnoreCase);
        if (start < 0 || (start > 0 && (url[start - 1] is not (':' or '+') || !url[..(start - 1)].All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-'))))
        {
            return url;
        }

        if (root is null)
        {
            errors.Add(path, "refers to a connection string, which needs the whole configuration: AddPhilaeFromConfiguration(…, root: builder.Configuration).");
            return null;
        }

        string name = url[(start + Section.Length)..];
        IConfigurationSection all = root.GetSection(Section[..^1]);
        IEnumerable<string> known = all.GetChildren().Select(static child => child.Key);
        if (name.Length == 0 || all[name] is not { } text)
        {
            errors.Add(path, $"there is no such connection string.{NearestName.Hint(name, known)} {(known.Any() ? $"Known are {string.Join(", ", known)}." : "There are none.")}");
            return null;
        }

        path = $"{path} ({Section}{all.GetChildren().First(child => child.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Key})";
        if (string.IsNullOrWhiteSpace(text))
        {
            errors.Add(path, "must not be empty.");
            return null;
        }

        return url[..start] + text.Trim();
    }
}
