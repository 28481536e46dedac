namespace Philae.HealthChecks;

/// <summary>One level of an error on the wire.</summary>
/// <param name="Message">What it says; null for an error whose text is not published (<c>{}</c>).</param>
/// <param name="Underlying">The next level, its cause; null where there is none.</param>
public sealed record PhilaeError(string? Message, PhilaeError? Underlying = null)
{
    /// <summary>The messages of all levels in one line: <c>probe check failed: unable to contact Redis host: connection refused</c>.</summary>
    public override string ToString()
    {
        var messages = new List<string>();
        for (PhilaeError? level = this; level is not null; level = level.Underlying)
        {
            if (!string.IsNullOrEmpty(level.Message))
            {
                messages.Add(level.Message);
            }
        }

        return string.Join(": ", messages);
    }
}
