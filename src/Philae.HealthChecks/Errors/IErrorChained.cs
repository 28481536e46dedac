namespace Philae.HealthChecks.Errors;

/// <summary>An exception of the adapter, whose error has been read already.</summary>
internal interface IErrorChained
{
    /// <summary>Null: not yet.</summary>
    ErrorChain? Error { get; }
}
