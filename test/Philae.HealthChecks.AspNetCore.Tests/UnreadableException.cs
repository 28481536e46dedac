namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Can be logged once, as Microsoft's engine does, and not written after that.</summary>
internal sealed class UnreadableException : Exception
{
    private int _reads;

    public override string Message => _reads++ == 0 ? "once" : throw new NotSupportedException();
}
