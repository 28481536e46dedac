using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>A probe as the configuration describes it: what its scheme's registration is called with.</summary>
/// <typeparam name="TOptions">The probe's options.</typeparam>
public sealed class PhilaeConfiguredProbe<TOptions>
    where TOptions : ProbeOptions
{
    internal PhilaeConfiguredProbe(string scheme, string url, string name, Action<TOptions> configure)
    {
        Scheme = scheme;
        Url = url;
        Name = name;
        Configure = configure;
    }

    /// <summary>The scheme that chose the probe, as it was added: <c>redis://</c>.</summary>
    public string Scheme { get; }

    /// <summary>The key <c>Url</c>, whole. It may hold a secret.</summary>
    public string Url { get; }

    /// <summary>What follows the scheme in <see cref="Url"/>; empty where nothing does.</summary>
    public string Rest => Url[Scheme.Length..];

    /// <summary>The target of a probe that takes a URL or its driver's own connection string: <see cref="Url"/>, or what follows a scheme without slashes (<c>redis:</c>).</summary>
    public string Target => Scheme.EndsWith('/') ? Url : Rest;

    /// <summary>The name in the report: the probe's own key in the configuration.</summary>
    public string Name { get; }

    /// <summary>The key <c>FailureStatus</c>. Null: not given.</summary>
    public HealthStatus? FailureStatus { get; internal init; }

    /// <summary>The key <c>Tags</c>. Null: not given.</summary>
    public IReadOnlyList<string>? Tags { get; internal init; }

    /// <summary>The key <c>Timeout</c>, from 1 millisecond to 1 day. Null: not given.</summary>
    public TimeSpan? Timeout { get; internal init; }

    /// <summary>Sets the options that have a key of their own.</summary>
    public Action<TOptions> Configure { get; }
}
