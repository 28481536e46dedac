using MongoDB.Driver;

namespace Philae.HealthChecks.MongoDb;

/// <summary>What a URL says: everything that the driver reads, and go-philae's <c>timeout</c>, of which the driver knows nothing.</summary>
internal sealed record MongoDbTarget(MongoUrl Url, TimeSpan? Timeout)
{
    public static MongoDbTarget Parse(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        MongoUrl url;
        try
        {
            url = new MongoUrl(target);
            if (url.IsResolved)
            {
                // Finds what contradicts itself, a way to log in that needs a password and has none, without any network.
                _ = MongoClientSettings.FromUrl(url);
            }
        }
        catch (Exception exception) when (exception is MongoException or ArgumentException or FormatException or OverflowException
            or InvalidOperationException or NotSupportedException)
        {
            // The driver's text may quote the password.
            throw new ArgumentException(Invalid("expected mongodb://user:password@host:27017/database?name=value, or mongodb+srv://"
                + " without a port, with parameters that the driver knows, and '%', ':', '@' and '/' in the user name and password percent-encoded"), nameof(target));
        }

        return url.DatabaseName is null || DatabaseNamespace.IsValid(url.DatabaseName)
            ? new(url, TimeoutOf(target))
            : throw new ArgumentException(Invalid("the name of its database is not one that MongoDB allows"), nameof(target));
    }

    private static TimeSpan? TimeoutOf(string target)
    {
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string[] parameters = query < 0 ? [] : target[(query + 1)..].Split('&', ';');
        string? text = parameters
            .Select(static parameter => parameter.Split('=', 2))
            .FirstOrDefault(static parameter => parameter[0].Equals("timeout", StringComparison.OrdinalIgnoreCase))?[1];
        return text is null ? null
            : GoTimeout.TryParse(Uri.UnescapeDataString(text), out TimeSpan timeout) ? timeout
            : throw new ArgumentException(Invalid("invalid duration in timeout parameter, which is written as 10s or 1m30s, from 1ms to 24h"), nameof(target));
    }

    private static string Invalid(string why) => $"{MongoDbFailure.InvalidUrl}: {why}.";
}
