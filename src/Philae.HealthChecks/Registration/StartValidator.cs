using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Registration;

/// <summary>Reads all options of the library when the host starts, and refuses the invalid ones in a single exception that names each once.</summary>
internal sealed class StartValidator(IServiceProvider services, IEnumerable<OptionsAtStart> all, IEnumerable<ConfiguredProbe> configured) : IValidateOptions<StartValidation>
{
    /// <exception cref="OptionsValidationException">Options are invalid. It is of the first of them and has the failures of all.</exception>
    public ValidateOptionsResult Validate(string? name, StartValidation options)
    {
        List<OptionsValidationException> refusals = [.. all.Select(Refusal).OfType<OptionsValidationException>()];
        return refusals.Count == 0
            ? ValidateOptionsResult.Success
            : throw new OptionsValidationException(refusals[0].OptionsName, refusals[0].OptionsType, refusals.SelectMany(Failures).Distinct());
    }

    private OptionsValidationException? Refusal(OptionsAtStart options)
    {
        try
        {
            options.Read(services);
            return null;
        }
        catch (OptionsValidationException refusal)
        {
            return refusal;
        }
    }

    // A probe of the configuration is known by its path there.
    private IEnumerable<string> Failures(OptionsValidationException refusal) =>
        configured.FirstOrDefault(probe => probe.Name == refusal.OptionsName && refusal.OptionsType.IsAssignableTo(typeof(ProbeOptions))) is { } probe
            ? refusal.Failures.Select(probe.Words)
            : refusal.Failures;
}
