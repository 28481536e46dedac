namespace Philae.HealthChecks.Registration;

/// <summary>
/// Options that have to be valid when the host starts. They are read from where the library reads them later: a second place
/// would run the application's own <c>Configure</c> twice.
/// </summary>
/// <param name="Read">Reads them, given the application's services.</param>
internal sealed record OptionsAtStart(Action<IServiceProvider> Read);
