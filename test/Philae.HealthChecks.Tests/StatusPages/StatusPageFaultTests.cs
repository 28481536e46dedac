using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.StatusPages;

public sealed class GitHubFaultTests : HttpFaults
{
    protected override string Path => "/api/v2/status.json";

    protected override string Good => StatusPageAnswers.GitHub("none");

    protected override string Invalid => "invalid json: unexpected response";

    protected override IEnumerable<string> OtherShapes =>
    [
        """{"status":null}""", """{"status":"none"}""", """{"status":{"indicator":null}}""", """{"status":{"indicator":0}}""", """{"status":{"indicator":"None"}}""",
        """{"status":{"indicator":"great"}}""", """{"indicator":"none"}""",
    ];

    protected override void Add(IHealthChecksBuilder builder, Uri server, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeGitHub(configure: options =>
        {
            options.BaseAddress = server;
            configure(options);
        });
}

public sealed class StatusIOFaultTests : HttpFaults
{
    protected override string Path => "/1.0/status/abc123";

    protected override string Good => StatusPageAnswers.StatusIO(100);

    protected override string Invalid => "Invalid json: unexpected response";

    protected override IEnumerable<string> OtherShapes =>
    [
        """{"result":null}""", """{"result":{"status_overall":{}}}""", """{"result":{"status_overall":{"status_code":"100"}}}""", """{"result":{"status_overall":{"status_code":null}}}""",
        """{"result":{"status_overall":{"status_code":100.5}}}""", """{"result":{"status_overall":{"status_code":99999999999}}}""", """{"result":{"status_overall":{"status_code":-1}}}""",
        """{"status_code":100}""",
    ];

    protected override void Add(IHealthChecksBuilder builder, Uri server, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeStatusIO("abc123", configure: options =>
        {
            options.BaseAddress = server;
            configure(options);
        });
}
