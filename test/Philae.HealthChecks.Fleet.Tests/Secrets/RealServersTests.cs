using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>The secret as the password that a server takes, and as one that it refuses.</summary>
[Collection(nameof(WholeProcess))]
[Trait("Servers", "Own")]
public sealed class RealServersTests(Servers servers) : IClassFixture<Servers>
{
    // Behind a Sentinel there are two servers; the tests of the probe have them.
    public static IEnumerable<TheoryDataRow<string>> Names() =>
        Place.All.Where(static place => Servers.Have(place) && place.Name != "redis: Sentinel's URL").Select(static place => new TheoryDataRow<string>(place.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_PasswordIsRight_ShowsNoSecret(string placeName)
    {
        var place = Place.Of(placeName);
        foreach (Servers.Server server in await servers.OfAsync(place))
        {
            HealthReport report = await Row.NothingShowsAsync(place, server.Stage(), server.Secret);

            report.Status.Should().Be(HealthStatus.Healthy, "the secret was used, and not: {0}", ProbeHost.Reason(report));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_PasswordIsWrong_ShowsNoSecret(string placeName)
    {
        var place = Place.Of(placeName);
        Servers.Server server = (await servers.OfAsync(place))[0];
        foreach (Secret wrong in place.Secrets())
        {
            HealthReport report = await Row.NothingShowsAsync(place, server.Stage(), wrong);

            ProbeHost.Reason(report).Should().EndWith(place.VagueReason is { } vague ? $": {vague}" : ": authentication failed");
        }
    }
}
