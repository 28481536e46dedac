using System.ComponentModel.DataAnnotations;
using Philae.HealthChecks.Registration;

namespace Philae.HealthChecks;

/// <summary>Settings of the sample probe. They are validated when the host starts.</summary>
public sealed class SampleProbeOptions : ProbeOptions
{
    /// <summary>How long the check takes. From zero to 1 day; default 1 millisecond, as go-philae.</summary>
    [TimeLimit(AllowZero = true)]
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>What an unhealthy sample says. Default: <c>error</c>, as go-philae.</summary>
    [Required(ErrorMessage = "{0} is required.")]
    public string Error { get; set; } = "error";
}
