namespace Philae.HealthChecks;

/// <summary>One call of <c>MapPhilaeHealthChecks</c>.</summary>
/// <param name="Number">How many calls there were before in the application.</param>
/// <param name="Routing">What the call's routes are matched with, if not with the routes of the application: a branch of the pipeline may have routing of its own.</param>
internal sealed record HealthCall(int Number, object? Routing);
