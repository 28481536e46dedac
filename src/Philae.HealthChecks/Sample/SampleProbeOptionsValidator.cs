using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Sample;

[OptionsValidator]
internal sealed partial class SampleProbeOptionsValidator : IValidateOptions<SampleProbeOptions>;
