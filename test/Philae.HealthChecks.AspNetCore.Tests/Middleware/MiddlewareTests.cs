using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>Whatever stands in front of the health endpoints, the answer is the one that the table has.</summary>
public sealed class MiddlewareTests
{
    private static readonly string[] OtherVerbs = ["POST", "PUT", "DELETE", "PATCH", "PURGE"];
    private static readonly string[] Paths = ["/_health", "/_health/", "/_HEALTH/live", "/_health/ready", "/_health/startup", "/_health/probes/p"];
    private static readonly string[] OtherPaths = ["/_health/nonsense", "/_health/live/nonsense", "/_health/a/b/c", "/_health/index.html", "/_health/probes/q", "/_health/probes", "/_health//live", "/_health/live//", "/_health/%2e%2e%2flive"];

    public static TheoryData<string> Rows => [.. MiddlewareTable.Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Ask_BehindIt_AnswersAsTheTableSays(string name)
    {
        MiddlewareRow row = MiddlewareTable.Rows.Single(row => row.Name == name);
        await using MiddlewareApp app = await MiddlewareApp.StartAsync(row);

        foreach (string path in Paths)
        {
            (await app.AskAsync("GET", path)).Should().Be(row.Healthy, "GET {0} while healthy", path);
            foreach (string verb in OtherVerbs)
            {
                (await app.AskAsync(verb, path)).Should().Be(row.OtherVerb, "{0} {1}", verb, path);
            }
        }

        foreach (string path in OtherPaths)
        {
            foreach (string verb in (string[])["GET", "HEAD", "OPTIONS", .. OtherVerbs])
            {
                string answer = OtherVerbs.Contains(verb) ? row.OtherVerb : row.OtherPath;
                (await app.AskAsync(verb, path)).Should().Be(verb == "HEAD" ? WithoutBody(answer) : answer, "{0} {1}", verb, path);
            }
        }

        app.Probe.State = MiddlewareRow.UnhealthyState;
        foreach (string path in (string[])["/_health", "/_health/ready", "/_health/probes/p"])
        {
            (await app.AskAsync("GET", path)).Should().Be(row.Unhealthy, "GET {0} while unhealthy", path);
            (await app.AskAsync("HEAD", path)).Should().Be(WithoutBody(row.Unhealthy), "HEAD {0} while unhealthy", path);
            (await app.AskAsync("OPTIONS", path)).Should().Be(row.Unhealthy == "503 down" ? "503 (empty)" : row.Unhealthy, "OPTIONS {0} while unhealthy", path);
        }

        foreach (string path in (string[])["/_health", "/_health/ready", "/_health/probes/p"])
        {
            (await app.AskHangingAsync(path)).Should().Be(row.Hanging, "GET {0} while the probe hangs", path);
        }
    }

    [Fact]
    public void Page_MiddlewareTable_HasTheRowsThatAreTested()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "kubernetes.md"));
        string section = page.Split("\n## ").Single(static section => section.StartsWith("Middleware\n", StringComparison.Ordinal));
        IEnumerable<string> rows = section.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(static line => line.Split('|')[1].Trim());

        rows.Should().BeEquivalentTo([.. MiddlewareTable.Rows.Select(static row => row.Page).Where(static name => name.Length > 0).Distinct(), "TestServer"]);
    }

    private static string WithoutBody(string answer) => $"{answer[..3]} (empty)";
}
