using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.MySql;

internal sealed class MySqlProbeOptionsValidator : IValidateOptions<MySqlProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, MySqlProbeOptions options) => options switch
    {
        { CommandText: { } command } when string.IsNullOrWhiteSpace(command) =>
            ValidateOptionsResult.Fail($"{name}.{nameof(options.CommandText)} must not be empty; null means the protocol's ping."),
        { ResultValidator: not null, CommandText: null } =>
            ValidateOptionsResult.Fail($"{name}.{nameof(options.ResultValidator)} needs {nameof(options.CommandText)}: a ping has no result to look at."),
        _ => ValidateOptionsResult.Success,
    };
}
