namespace Philae.HealthChecks.Errors;

/// <summary>
/// Hands the exception of a guarded check's result on to Microsoft's engine and to the application, in the words that were read
/// once. Whoever writes or logs it calls no member of the original, which stays there as the inner exception.
/// </summary>
internal sealed class GuardedFailureException(string message, Exception original, ErrorChain error) : Exception(message, original), IErrorChained
{
    public ErrorChain Error => error;

    public override string ToString() => error.ToString();
}
