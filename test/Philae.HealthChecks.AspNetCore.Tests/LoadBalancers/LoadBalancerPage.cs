using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.AspNetCore.Tests.LoadBalancers;

/// <summary>The configurations of docs/load-balancers.md, with the ports of a test.</summary>
internal static partial class LoadBalancerPage
{
    public static string[] HaProxy => Blocks("haproxy");

    public static string Nginx => Blocks("nginx").Single();

    public static string For(this string configuration, int port, IReadOnlyList<Replica> replicas) => configuration
        .Replace("bind :80", $"bind 127.0.0.1:{port}", StringComparison.Ordinal)
        .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)
        .Replace("10.0.0.1:8080", replicas[0].Address, StringComparison.Ordinal)
        .Replace("10.0.0.2:8080", replicas[1].Address, StringComparison.Ordinal)
        .Replace("inter 2s", "inter 50ms", StringComparison.Ordinal);

    private static string[] Blocks(string language) =>
    [
        .. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "load-balancers.md")))
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["text"].Value),
    ];

    [GeneratedRegex("^```(?<language>\\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
