using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Elasticsearch;

public sealed class ElasticsearchProbeConformanceTests : HttpProbeConformance
{
    protected override string? DefaultName => "elasticsearch";

    protected override string? RealServer => "PHILAE_TEST_ELASTICSEARCH_URL";

    protected override string Path => "/";

    protected override string Good => ElasticsearchAnswers.Elasticsearch;

    protected override string Unsent => "fail to get elasticsearch info";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override TimeSpan DefaultLimit => TimeSpan.FromSeconds(2);

    protected override string? ConfiguredUrl => "elasticsearch+http://127.0.0.1";

    protected override Action<IHealthChecksBuilder, string>? AddTarget => static (builder, target) => builder.AddPhilaeElasticsearch(target);

    protected override void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeElasticsearch(server.AbsoluteUri, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, configure);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("host:80")]
    [InlineData("http://user:s3cr3t@host:70000/")]
    [InlineData("redis://user:s3cr3t@host/")]
    public void Add_BadTarget_NamesItWithoutTheSecret(string? target) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeElasticsearch(target!)).Should().Throw<ArgumentException>()
            .WithParameterName("target").Which.Message.Should().NotContain("s3cr3t");
}
