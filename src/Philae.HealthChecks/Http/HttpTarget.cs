using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Http;

/// <summary>What to GET: the URL without its user info, and what that said.</summary>
internal sealed record HttpTarget(Uri Url, string? UserName, string? Password)
{
    private static readonly Dictionary<string, int> Schemes = new() { ["http"] = 80, ["https"] = 443 };

    /// <param name="target">The URL.</param>
    /// <param name="parameterName">How the caller's parameter is called; the error names it.</param>
    /// <param name="mayHaveAt">Whether an <c>@</c> behind the host is a part of the page's address, and not of a password that is not percent-encoded.</param>
    /// <exception cref="ArgumentException">The target is not such a URL; the message quotes no secret.</exception>
    public static HttpTarget Parse(string target, string parameterName, bool mayHaveAt = false)
    {
        ProbeUrl parsed = ProbeUrl.Parse(target, Schemes, parameterName);
        if (!mayHaveAt)
        {
            _ = TargetUrl.Parse(target, Schemes, parameterName);
        }

        target = TargetText.Clean(target, parameterName);

        // Cut out rather than put together again: path and query go out as they were written.
        int authority = target.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = target.AsSpan(authority).IndexOfAny('/', '?', '#');
        int userInfo = target.AsSpan(authority, end < 0 ? target.Length - authority : end).LastIndexOf('@') + 1;
        string text = target.Remove(authority, userInfo);

        // .NET's own would keep the zone of an IPv6 address as it is encoded, and ask the name service for it.
        int zone = text.IndexOf("%25", StringComparison.Ordinal);
        text = zone >= 0 && zone < text.IndexOf(']', StringComparison.Ordinal) ? text.Remove(zone + 1, 2) : text;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            ? new HttpTarget(url, parsed.UserName, parsed.Password)
            : throw new ArgumentException("the host or the port of the URL holds characters that neither can have.", parameterName);
    }
}
