using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks;

/// <summary>
/// The schemes with which the <c>Url</c> of a configured probe may start, and the probe of each. The core's schemes are always
/// included. A driver's package adds its schemes by one call, such as <c>AddRedis()</c>.
/// </summary>
public sealed class PhilaeProbeSchemes
{
    private readonly SortedDictionary<string, ProbeScheme> _schemes = new(StringComparer.OrdinalIgnoreCase);

    internal PhilaeProbeSchemes() => CoreSchemes.AddTo(this);

    internal IReadOnlyDictionary<string, ProbeScheme> All => _schemes;

    /// <summary>Adds a probe with its schemes. A scheme that is already known is replaced.</summary>
    /// <typeparam name="TOptions">The probe's options.</typeparam>
    /// <param name="keys">The options that configuration can set. Leave out the options that every probe has.</param>
    /// <param name="add">Registers the probe. If the URL is invalid, it throws an <see cref="ArgumentException"/> whose text holds no secret.</param>
    /// <param name="schemes">
    /// The schemes, each as a URL starts with it: <c>redis://</c>, or <c>github:</c> for a URL without a host. A scheme has
    /// letters, digits, <c>+</c>, <c>-</c> and <c>.</c>.
    /// </param>
    /// <returns>The same schemes.</returns>
    /// <exception cref="ArgumentException">A scheme has another form.</exception>
    public PhilaeProbeSchemes Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        PhilaeConfigurationKeys<TOptions> keys,
        Action<IHealthChecksBuilder, PhilaeConfiguredProbe<TOptions>> add,
        params IEnumerable<string> schemes)
        where TOptions : ProbeOptions, new()
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(schemes);
        foreach (string scheme in schemes)
        {
            if (!ProbeUrl.IsUrl(scheme.EndsWith("://", StringComparison.Ordinal) ? scheme : scheme.TrimEnd(':') + "://"))
            {
                throw new ArgumentException($"'{scheme}' is not the start of a URL, such as redis:// or github:.", nameof(schemes));
            }

            _schemes[scheme] = new ProbeScheme<TOptions>(scheme, keys, add);
        }

        return this;
    }

    /// <summary>The one that the URL starts with; null where none is known.</summary>
    internal ProbeScheme? Find(string url) => _schemes
        .Where(scheme => url.StartsWith(scheme.Key, StringComparison.OrdinalIgnoreCase) && !IsHostAndPort(url, scheme.Key))
        .OrderByDescending(static scheme => scheme.Key.Length).FirstOrDefault().Value;

    // redis:6379 is the host redis, and no connection string for the host 6379.
    private bool IsHostAndPort(string url, string scheme) =>
        _schemes.ContainsKey(scheme + "//") && url.Length > scheme.Length && url.AsSpan(scheme.Length).TrimStart("0123456789") is "" or [',', ..];
}
