using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets configuration name Foo probes.</summary>
public static class PhilaeFooSchemesExtensions
{
    /// <summary>Adds <c>foo://</c>: URLs as <c>AddPhilaeFoo</c> takes them.</summary>
    /// <param name="schemes">The schemes to add to.</param>
    /// <returns>The same schemes.</returns>
    public static PhilaeProbeSchemes AddFoo(this PhilaeProbeSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return schemes.Add(
            new PhilaeConfigurationKeys<ProbeOptions>(),
            static (builder, probe) => builder.AddPhilaeFoo(probe.Url, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "foo://");
    }
}
