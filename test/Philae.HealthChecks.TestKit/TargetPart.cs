namespace Philae.HealthChecks.TestKit;

/// <summary>A part of a target that a probe uses or refuses, and never drops.</summary>
public enum TargetPart
{
    UserName,
    Password,
    Path,
    Query,
}
