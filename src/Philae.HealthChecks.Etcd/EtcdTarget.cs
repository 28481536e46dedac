using Etcdserverpb;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Etcd;

/// <summary>The members of a cluster, and the account for them.</summary>
internal sealed record EtcdTarget(IReadOnlyList<Uri> Members, string? UserName, string? Password)
{
    private static readonly Dictionary<string, int> Schemes = new() { ["http"] = 2379, ["https"] = 2379 };

    private bool HasTls => Members.Any(static member => member.Scheme == Uri.UriSchemeHttps);

    /// <summary>Null: there is no login.</summary>
    public AuthenticateRequest? Login(EtcdProbeOptions options) => (options.UserName ?? UserName) is { } user
        ? new AuthenticateRequest { Name = user, Password = options.Password ?? Password }
        : null;

    /// <summary>What does not fit together, in words that hold no secret; null where all does.</summary>
    public string? Mismatch(EtcdProbeOptions options)
    {
        if ((options.UserName ?? UserName) is null != (options.Password ?? Password) is null)
        {
            return $"{nameof(options.UserName)} and {nameof(options.Password)} go together, in the options or in the target's URL.";
        }

        return (options.CertificateAuthorityFile ?? options.ClientCertificateFile) is not null && !HasTls
            ? $"{nameof(options.CertificateAuthorityFile)} and {nameof(options.ClientCertificateFile)} need an https:// target."
            : null;
    }

    public static EtcdTarget Parse(string target)
    {
        TargetUrl[] urls = [.. TargetText.Clean(target).Split(',').Select(static url => ParseOne(url.Trim()))];
        TargetUrl[] logins = [.. urls.Where(static url => url.UserName is not null || url.Password is not null)];
        if (logins.DistinctBy(static url => (url.UserName, url.Password)).Count() > 1)
        {
            throw new ArgumentException("the URLs of one etcd cluster name different users or passwords.", nameof(target));
        }

        return new EtcdTarget(
            [.. urls.Select(static url => new UriBuilder(url.Scheme, url.Hosts[0].Name, url.Hosts[0].Port).Uri)], logins.FirstOrDefault()?.UserName, logins.FirstOrDefault()?.Password);
    }

    private static TargetUrl ParseOne(string target)
    {
        if (target.Length == 0)
        {
            throw new ArgumentException("an entry of the comma-separated list of URLs is empty.", nameof(target));
        }

        TargetUrl url = TargetUrl.Parse(target, Schemes);
        if (url.Hosts is not [{ IsSocket: false }])
        {
            throw new ArgumentException("a URL of the list has no host, or a socket in its place.", nameof(target));
        }

        return url.Path.Length == 0 && url.Query.Count == 0
            ? url
            : throw new ArgumentException(
                "an etcd target is http://user:password@host:port, or https://, or several of them with commas between; "
                + "a '/', '?', '#', '@' or ',' in the user name or password must be percent-encoded.", nameof(target));
    }
}
