namespace Philae.HealthChecks;

/// <summary>One level of an error in a <see cref="PhilaeReport"/>.</summary>
public sealed class PhilaeError
{
    /// <summary>The text of this level. Null: the text is not published (<c>{}</c>).</summary>
    public string? Message { get; init; }

    /// <summary>The cause, one level below. Null: there is none.</summary>
    public PhilaeError? Underlying { get; init; }

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
