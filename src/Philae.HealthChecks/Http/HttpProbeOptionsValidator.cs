using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Http;

[OptionsValidator]
internal sealed partial class HttpProbeOptionsValidator : IValidateOptions<HttpProbeOptions>;
