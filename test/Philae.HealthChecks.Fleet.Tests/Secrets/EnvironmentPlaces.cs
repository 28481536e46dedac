namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>Where a secret can stand in the variables of OpenStack's clients.</summary>
internal static class EnvironmentPlaces
{
    public static IEnumerable<Place> All =>
    [
        Swift("OS_PASSWORD", static p => [("OS_AUTH_URL", p.Http("/v3")), ("OS_USERNAME", "probe"), ("OS_PASSWORD", p.Text)]),
        Swift("OS_AUTH_URL", static p => [("OS_AUTH_URL", p.Http("/v3", $"probe:{p.Secret.Encoded}@"))]),
        Swift("OS_APPLICATION_CREDENTIAL_SECRET", static p =>
            [("OS_AUTH_URL", p.Http("/v3")), ("OS_APPLICATION_CREDENTIAL_ID", "id"), ("OS_APPLICATION_CREDENTIAL_SECRET", p.Text)]),
    ];

    private static Place Swift(string name, Func<Planting, (string Name, string Value)[]> environment) =>
        new("swift: environment, " + name, static p => p.AddSwift(null, static _ => { })) { IsHttp = true, Environment = environment };
}
