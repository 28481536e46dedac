using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Elasticsearch;

public sealed class ElasticsearchFaultTests : HttpFaults
{
    protected override string Path => "/";

    protected override string Good => ElasticsearchAnswers.Elasticsearch;

    protected override string Unsent => "fail to get elasticsearch info";

    protected override string Invalid => Unsent + ": unexpected response";

    protected override string InternalServerError => Unsent + ": unavailable";

    protected override string Unauthorized => Unsent + ": authentication failed";

    protected override IEnumerable<string> OtherShapes =>
    [
        """{"version":null}""", """{"version":"8.1"}""", """{"version":{}}""", """{"version":{"number":null}}""", """{"version":{"number":""}}""", """{"version":{"number":8}}""",
        """{"ok":true,"cluster_name":"c"}""", """[{"version":{"number":"8.1"}}]""",
    ];

    protected override void Add(IHealthChecksBuilder builder, Uri server, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeElasticsearch(server.AbsoluteUri, configure: configure);
}
