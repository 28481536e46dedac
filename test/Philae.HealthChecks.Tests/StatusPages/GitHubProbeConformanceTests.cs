using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.StatusPages;

public sealed class GitHubProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "github";

    protected override string Path => "/api/v2/status.json";

    protected override string Good => StatusPageAnswers.GitHub("none");

    protected override IEnumerable<string> DefaultTags => ["external"];

    protected override string? ConfiguredUrl => "github:";

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeGitHub(registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, options =>
        {
            options.BaseAddress = new Uri(server.GetLeftPart(UriPartial.Scheme) + server.Authority);
            configure(options);
        });
}
