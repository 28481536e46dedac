using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.StatusPages;

public sealed class GitLabProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "gitlab";

    protected override string Path => "/1.0/status/5b36dc6502d06804c08349f7";

    protected override string Good => StatusPageAnswers.StatusIO(100);

    protected override IEnumerable<string> DefaultTags => ["external"];

    protected override string? ConfiguredUrl => "gitlab:";

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeGitLab(registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, options =>
        {
            options.BaseAddress = new Uri(server.GetLeftPart(UriPartial.Scheme) + server.Authority);
            configure(options);
        });
}
