namespace Philae.HealthChecks;

/// <summary>
/// Selects the callers that see the probes, their errors and durations. All other callers get
/// <c>{"healthy":…,"probes":[],"error":…}</c>, with the same status code and from the same run.
/// </summary>
public sealed class PhilaeDetails
{
    private PhilaeDetails(bool isShown, bool asksPolicy = false, string? policy = null) => (IsShown, AsksPolicy, Policy) = (isShown, asksPolicy, policy);

    /// <summary>Every caller of the endpoint.</summary>
    public static PhilaeDetails Always { get; } = new(true);

    /// <summary>No caller.</summary>
    public static PhilaeDetails Never { get; } = new(false);

    internal bool IsShown { get; }

    internal bool AsksPolicy { get; }

    internal string? Policy { get; }

    /// <summary>
    /// Callers that satisfy a policy of the application. This needs <c>services.AddAuthorization()</c>. The policy's schemes
    /// authenticate the caller.
    /// </summary>
    /// <param name="policy">The policy's name. Null: the application's default policy, which requires an authenticated user.</param>
    public static PhilaeDetails WhenAuthorized(string? policy = null) => new(false, true, policy);
}
