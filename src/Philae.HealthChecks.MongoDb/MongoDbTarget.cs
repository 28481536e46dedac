using MongoDB.Driver;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.MongoDb;

/// <summary>What a URL says: everything that the driver reads, and what it drops without a word.</summary>
internal sealed record MongoDbTarget(MongoUrl Url, TimeSpan? Timeout)
{
    internal static readonly Dictionary<string, int> Schemes = new() { ["mongodb"] = 27017, ["mongodb+srv"] = 27017 };

    /// <summary>Null: the options' or the system's authorities.</summary>
    public string? CertificateAuthorityFile { get; private init; }

    public bool AcceptsAnyCertificate { get; private init; }

    public IReadOnlyList<string> Warnings { get; private init; } = [];

    public static MongoDbTarget Parse(string target)
    {
        string text = TargetText.Clean(target);
        TargetUrl parts;
        var reading = new MongoDbReading();
        IReadOnlyList<string> warnings;
        try
        {
            parts = TargetUrl.Parse(text, Schemes);

            // MongoDB takes a ';' between parameters, too.
            string query = text.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? text[(mark + 1)..] : "";
            KeyValuePair<string, string>[] parameters = [.. query.Split('&', ';').Where(static pair => pair.Length > 0).Select(static pair => pair.Split('=', 2)).Select(static pair =>
                KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""))];
            MongoDbParameters.CheckSpelling(parameters.Select(static parameter => parameter.Key), nameof(target));
            warnings = MongoDbParameters.Table.Apply(reading, parameters);
        }
        catch (ArgumentException exception)
        {
            string message = exception.Message[..exception.Message.LastIndexOf(" (Parameter", StringComparison.Ordinal)];
            throw new ArgumentException($"{MongoDbFailure.InvalidUrl}: {message}", nameof(target));
        }

        if (parts.Hosts.Any(static host => host.IsSocket))
        {
            throw new ArgumentException(Invalid("a Unix socket is nothing that MongoDB.Driver connects to"), nameof(target));
        }

        MongoUrl url = Read(WithHosts(text, parts), nameof(target));
        if (reading.CertificateAuthorityFile is not null && !url.UseTls)
        {
            throw new ArgumentException(Invalid("a file of authorities (tlsCAFile) needs tls=true"), nameof(target));
        }

        return url.DatabaseName is null || DatabaseNamespace.IsValid(url.DatabaseName)
            ? new(url, reading.Timeout) { CertificateAuthorityFile = reading.CertificateAuthorityFile, AcceptsAnyCertificate = reading.AcceptsAnyCertificate, Warnings = warnings }
            : throw new ArgumentException(Invalid("the name of its database is not one that MongoDB allows"), nameof(target));
    }

    private static MongoUrl Read(string target, string parameterName)
    {
        try
        {
            var url = new MongoUrl(target);
            if (url.IsResolved)
            {
                // Finds what contradicts itself, a way to log in that needs a password and has none, without any network.
                _ = MongoClientSettings.FromUrl(url);
            }

            return url;
        }
        catch (Exception exception) when (exception is MongoException or ArgumentException or FormatException or OverflowException
            or InvalidOperationException or NotSupportedException)
        {
            // The driver's text may quote the password.
            throw new ArgumentException(Invalid("expected mongodb://user:password@host:27017/database?name=value, or mongodb+srv://"
                + " without a port, with values that the driver knows and that do not contradict each other, and '%', ':', '@' and '/' in the user name and password percent-encoded"), parameterName);
        }
    }

    // The driver resolves names beyond ASCII without encoding them.
    private static string WithHosts(string target, TargetUrl parts)
    {
        int start = target.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = target.AsSpan(start).IndexOfAny('/', '?') is var length and >= 0 ? start + length : target.Length;
        start += target.AsSpan(start, end - start).LastIndexOf('@') + 1;
        string hosts = target[start..end];
        return System.Text.Ascii.IsValid(hosts) && !hosts.Contains('%', StringComparison.Ordinal)
            ? target
            : target[..start] + string.Join(',', hosts.Split(',').Zip(parts.Hosts).Select(static pair =>
                pair.Second.Name.Contains(':', StringComparison.Ordinal) ? $"[{pair.Second.Name}]:{pair.Second.Port}"
                : pair.First.Contains(':', StringComparison.Ordinal) ? $"{pair.Second.Name}:{pair.Second.Port}" : pair.Second.Name)) + target[end..];
    }

    private static string Invalid(string why) => $"{MongoDbFailure.InvalidUrl}: {why}.";
}
