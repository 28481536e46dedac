namespace Philae.HealthChecks;

/// <summary>How a report writes the <c>error</c> of an unhealthy probe.</summary>
public enum ErrorFormat
{
    /// <summary>go-philae's format, byte for byte: one nested object for each level of cause. This is the default.</summary>
    Nested,

    /// <summary>One string: <c>probe check failed: unable to contact Redis host: connection refused</c>.</summary>
    Text,

    /// <summary>
    /// <c>null</c>, with the same text in <c>comment</c>. This is the only form that go-philae's own PhilaeProbe can decode. It
    /// names the failing probe if the status code is also 200.
    /// </summary>
    Comment,
}
