using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Service;

public sealed class ServiceFaultTests : HttpFaults
{
    protected override string Path => "/_health";

    protected override string Good => """{"healthy":true,"probes":[{"name":"db","healthy":true,"comment":"took 1ms","error":null,"duration":1000000}],"error":null}""";

    protected override string Invalid => "Invalid json: unexpected response";

    protected override IEnumerable<string> OtherShapes =>
    [
        """{"healthy":true}""", """{"healthy":"true","probes":[],"error":null}""", """{"healthy":true,"probes":{},"error":null}""", """{"healthy":true,"probes":[{}],"error":null}""",
        """{"status":"Healthy","entries":{}}""", """{"probes":[]}""",
    ];

    protected override void Add(IHealthChecksBuilder builder, Uri server, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeService(new Uri(server, "/_health").AbsoluteUri, configure: configure);
}
