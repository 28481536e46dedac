using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>A secret in each place where one can stand, and each failure that a server can have.</summary>
[Collection(nameof(WholeProcess))]
public sealed class SecretsTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Rows() =>
        from place in Place.All
        from failure in Failure.All
        where failure.Concerns(place)
        select new TheoryDataRow<string, string>(place.Name, failure.Name);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Check_ServerFails_ShowsNoSecret(string placeName, string failureName)
    {
        var place = Place.Of(placeName);
        Failure failure = Failure.All.Single(failure => failure.Name == failureName);
        foreach (Secret secret in place.Secrets())
        {
            await using Stage stage = failure.Start(place);
            HealthReport report = await Row.NothingShowsAsync(place, stage, secret);

            // Else there was nothing that could have shown it.
            string said = ProbeHost.Reason(report)!;
            failure.Says(said, place.VagueReason).Should().BeTrue("it says: {0}", said);
            if (failure.SeesSecret(place) && (place.IsHttp || place.IsSentAsItIs || failure.IsGivenSecret))
            {
                secret.FindIn(stage.Received()).Should().NotBeNull("it was sent: {0}", stage.Received());
            }
        }
    }
}
