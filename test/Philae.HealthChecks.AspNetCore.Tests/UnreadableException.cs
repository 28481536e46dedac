namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Cannot be written.</summary>
internal sealed class UnreadableException : Exception
{
    public override string Message => throw new NotSupportedException();
}
