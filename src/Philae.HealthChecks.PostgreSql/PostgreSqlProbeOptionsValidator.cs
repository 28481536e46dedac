using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.PostgreSql;

[OptionsValidator]
internal sealed partial class PostgreSqlProbeOptionsValidator : IValidateOptions<PostgreSqlProbeOptions>;
