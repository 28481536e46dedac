namespace Philae.HealthChecks;

/// <summary>How a report writes the <c>error</c> of an unhealthy probe.</summary>
public enum ErrorFormat
{
    /// <summary>As go-philae writes it, byte for byte: an object nested once per level of cause. The default.</summary>
    Nested,

    /// <summary>One string: <c>probe check failed: unable to contact Redis host: connection refused</c>.</summary>
    Text,

    /// <summary>
    /// <c>null</c>, with the same text in <c>comment</c>. go-philae's own PhilaeProbe can decode nothing else, and names the
    /// failing probe if the status is 200, too.
    /// </summary>
    Comment,
}
