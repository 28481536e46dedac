using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.StatusPages;

public sealed class StatusIOProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "statusio";

    protected override string Path => "/1.0/status/abc";

    protected override string Good => StatusPageAnswers.StatusIO(100);

    protected override IEnumerable<string> DefaultTags => ["external"];

    protected override string? ConfiguredUrl => "statusio:abc";

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeStatusIO("abc", registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, options =>
        {
            options.BaseAddress = new Uri(server.GetLeftPart(UriPartial.Scheme) + server.Authority);
            configure(options);
        });
}
