using System.ComponentModel.DataAnnotations;

namespace Philae.HealthChecks.Running;

/// <summary>Validates a time option against the one range, without the reflection that RangeAttribute needs for TimeSpan.</summary>
internal sealed class TimeLimitAttribute() : ValidationAttribute($"{{0}} must be {TimeLimit.Range}.")
{
    public bool AllowZero { get; set; }

    public override bool IsValid(object? value) =>
        value is TimeSpan limit && (AllowZero ? TimeLimit.IsValidOrZero(limit) : TimeLimit.IsValid(limit));
}
