using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Swift;

public sealed class SwiftFaultTests : HttpFaults
{
    protected override string Method => "POST";

    protected override string Path => FakeKeystone.Path3;

    protected override string Good => FakeKeystone.Catalogue3;

    protected override string Unsent => "unable to authenticate";

    protected override string Invalid => Unsent + ": unexpected response";

    protected override string TooLarge => Invalid;

    protected override string InternalServerError => Unsent + ": unavailable";

    protected override string Unauthorized => Unsent + ": authentication failed";

    protected override IEnumerable<string> OtherShapes =>
    [
        """{"token":null}""", """{"token":[]}""", """{"token":{}}""", """{"token":{"catalog":null}}""", """{"token":{"catalog":{}}}""",
        """{"token":{"catalog":[null]}}""", """{"token":{"catalog":["object-store"]}}""", """{"token":{"catalog":[{"type":1}]}}""",
        """{"token":{"catalog":[{"type":"object-store"}]}}""", """{"token":{"catalog":[{"type":"object-store","endpoints":null}]}}""",
        """{"token":{"catalog":[{"type":"object-store","endpoints":[null]}]}}""", """{"token":{"catalog":[{"type":"\ud800","endpoints":[]}]}}""",
        """{"error":{"code":401,"message":"no"}}""", FakeKeystone.Catalogue2,
    ];

    protected override void Add(IHealthChecksBuilder builder, Uri server, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeSwift($"{server.Scheme}://probe:secret@{server.Authority}/v3", configure: options =>
        {
            options.TenantName = "shop";
            configure(options);
        });
}
