namespace Philae.HealthChecks.Foo;

/// <summary>The reasons that the driver's exceptions give by type and code, and never by their texts.</summary>
internal static class FooFailure
{
    /// <summary>Null if the core derives the reason from .NET's own exceptions.</summary>
    public static FailureReason? ReasonOf(Exception exception) => exception switch
    {
        EndOfStreamException => FailureReason.Unavailable,
        _ => null,
    };
}
