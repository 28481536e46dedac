namespace Philae.HealthChecks.AspNetCore.Tests.Loops;

/// <summary>The headers by which services that probe each other recognize loops; docs/wire-format.md names them.</summary>
internal static class LoopHeaders
{
    public const string Via = "Philae-Via";
    public const string Id = "Philae-Id";
    public const string Budget = "Philae-Budget";
    public const string Members = "Philae-Members";
}
