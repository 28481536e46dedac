namespace Philae.HealthChecks;

/// <summary>
/// Who sees the probes, their errors and durations. Everybody else is answered <c>{"healthy":…,"probes":[],"error":…}</c>, with
/// the same status code and from the same run.
/// </summary>
public sealed class PhilaeDetails
{
    private PhilaeDetails(bool isShown, bool asksPolicy = false, string? policy = null) => (IsShown, AsksPolicy, Policy) = (isShown, asksPolicy, policy);

    /// <summary>Everybody who may ask the endpoint.</summary>
    public static PhilaeDetails Always { get; } = new(true);

    /// <summary>Nobody.</summary>
    public static PhilaeDetails Never { get; } = new(false);

    internal bool IsShown { get; }

    internal bool AsksPolicy { get; }

    internal string? Policy { get; }

    /// <summary>Whoever satisfies a policy of the application. It needs <c>services.AddAuthorization()</c>; the caller is authenticated by the policy's schemes.</summary>
    /// <param name="policy">The policy's name. Null: the application's default policy, which wants an authenticated user.</param>
    public static PhilaeDetails WhenAuthorized(string? policy = null) => new(false, true, policy);
}
