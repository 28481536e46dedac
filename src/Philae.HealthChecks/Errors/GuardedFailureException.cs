namespace Philae.HealthChecks.Errors;

/// <summary>
/// Passes the exception of a guarded check's result to Microsoft's engine and to the application, with the messages that were read
/// once. Writing or logging it calls no member of the original, which is the inner exception.
/// </summary>
internal sealed class GuardedFailureException(string message, Exception original, ErrorChain error) : Exception(message, original), IErrorChained
{
    public ErrorChain Error => error;

    public override string ToString() => error.ToString();
}
