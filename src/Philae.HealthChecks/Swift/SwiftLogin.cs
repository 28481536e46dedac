using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Philae.HealthChecks.Http;
using static Philae.HealthChecks.Swift.SwiftIdentity;

namespace Philae.HealthChecks.Swift;

/// <summary>The account of a login, its server and its project.</summary>
internal sealed record SwiftLogin(Uri Url)
{
    private static readonly SwiftIdentity DefaultDomain = new(null, "Default");

    private int? _version;

    /// <summary>As it was asked for, which may be any number; else as the URL ends.</summary>
    public int Version => _version ?? (Ending is "v2.0" or "v2" ? 2 : 3);

    public string? Region { get; private init; }

    public SwiftIdentity User { get; private init; }

    public SwiftIdentity UserDomain { get; private init; }

    public string? Password { get; private init; }

    public SwiftIdentity Tenant { get; private init; }

    public SwiftIdentity TenantDomain { get; private init; }

    public SwiftIdentity Credential { get; private init; }

    public string? Secret { get; private init; }

    /// <summary>Whether the application credential logs in, and not the user.</summary>
    public bool UsesCredential => Secret is not null || (Password is null && !Credential.IsNone);

    /// <summary>Where the request goes: its version's own path, whichever the URL ends in.</summary>
    public Uri TokensUrl
    {
        get
        {
            string path = Url.AbsolutePath.TrimEnd('/');
            string service = Ending is "v2.0" or "v2" or "v3" ? path[..^(Ending.Length + 1)] : path;
            return new Uri(Url.GetLeftPart(UriPartial.Authority) + service + (Version == 2 ? "/v2.0/tokens" : "/v3/auth/tokens"));
        }
    }

    private string Ending => Url.AbsolutePath.TrimEnd('/').Split('/')[^1];

    /// <exception cref="ArgumentException">The target is not such a URL; the message quotes no secret.</exception>
    public static SwiftLogin Parse(string target, string parameterName)
    {
        HttpTarget parsed = HttpTarget.Parse(target, parameterName);
        if (parsed.Url.Query.Length > 0)
        {
            throw new ArgumentException("the URL of an identity service has no query.", parameterName);
        }

        var login = new SwiftLogin(parsed.Url) { User = new(null, parsed.UserName), Password = Text(parsed.Password) };
        return login.Ending is "v1" or "v1.0"
            ? throw new ArgumentException("the URL asks for version 1 of authentication; only 2 and 3 are known.", parameterName)
            : login;
    }

    /// <summary>Null where <c>OS_AUTH_URL</c> is not set.</summary>
    /// <exception cref="ArgumentException">A variable cannot be read; it names the variable and quotes no secret.</exception>
    public static SwiftLogin? FromEnvironment()
    {
        const string url = "OS_AUTH_URL";
        if (Variable(url) is not { } target)
        {
            return null;
        }

        SwiftLogin login = Parse(target, url);
        return login with
        {
            _version = VersionOf("OS_IDENTITY_API_VERSION") ?? VersionOf("OS_AUTH_VERSION"),
            Region = Variable("OS_REGION_NAME"),
            User = Variables("OS_USER_ID", "OS_USERNAME").Or(login.User),
            UserDomain = Variables("OS_USER_DOMAIN_ID", "OS_USER_DOMAIN_NAME"),
            Password = Variable("OS_PASSWORD") ?? login.Password,
            Tenant = Variables("OS_PROJECT_ID", "OS_PROJECT_NAME").Or(Variables("OS_TENANT_ID", "OS_TENANT_NAME")),
            TenantDomain = Variables("OS_PROJECT_DOMAIN_ID", "OS_PROJECT_DOMAIN_NAME"),
            Credential = Variables("OS_APPLICATION_CREDENTIAL_ID", "OS_APPLICATION_CREDENTIAL_NAME"),
            Secret = Variable("OS_APPLICATION_CREDENTIAL_SECRET"),
        };
    }

    /// <summary>The same with what the options say.</summary>
    public SwiftLogin With(SwiftProbeOptions options)
    {
        string? password = Text(options.Password);
        SwiftIdentity userDomain = new SwiftIdentity(options.UserDomainId, options.UserDomainName).Or(UserDomain).Or(DefaultDomain);
        return this with
        {
            _version = options.AuthVersion ?? _version,
            Region = Text(options.Region) ?? Region,
            User = new SwiftIdentity(options.UserId, options.UserName).Or(User),
            UserDomain = userDomain,
            Password = password ?? Password,
            Tenant = new SwiftIdentity(options.TenantId, options.TenantName).Or(Tenant),
            TenantDomain = new SwiftIdentity(options.TenantDomainId, options.TenantDomainName).Or(TenantDomain).Or(userDomain),
            Credential = new SwiftIdentity(options.ApplicationCredentialId, options.ApplicationCredentialName).Or(Credential),
            Secret = Text(options.ApplicationCredentialSecret) ?? (password is null ? Secret : null),
        };
    }

    /// <summary>A record's own would show the secrets.</summary>
    public override string ToString() => TokensUrl.ToString();

    /// <summary>The request's body.</summary>
    public byte[] Request() => Encoding.UTF8.GetBytes(new JsonObject { ["auth"] = Version == 2 ? Version2() : Version3() }.ToJsonString());

    private JsonObject Version2() => new()
    {
        ["passwordCredentials"] = new JsonObject { ["username"] = User.Name, ["password"] = Password },
        [Tenant.Id is null ? "tenantName" : "tenantId"] = Tenant.Id ?? Tenant.Name,
    };

    private JsonObject Version3()
    {
        if (UsesCredential)
        {
            JsonObject credential = Credential.Json();
            credential["secret"] = Secret;
            if (Credential.Id is null)
            {
                credential["user"] = User.Json(UserDomain);
            }

            return new JsonObject { ["identity"] = Identity("application_credential", credential) };
        }

        JsonObject user = User.Json(UserDomain);
        user["password"] = Password;
        return new JsonObject
        {
            ["identity"] = Identity("password", new JsonObject { ["user"] = user }),
            ["scope"] = new JsonObject { ["project"] = Tenant.Json(TenantDomain) },
        };
    }

    private static JsonObject Identity(string method, JsonObject its) => new() { ["methods"] = new JsonArray(method), [method] = its };

    private static SwiftIdentity Variables(string id, string name) => new(Variable(id), Variable(name));

    private static string? Variable(string name) => Text(Environment.GetEnvironmentVariable(name));

    // "3", "2.0", "v3".
    private static int? VersionOf(string name) => Variable(name) is not { } text ? null
        : int.TryParse(text.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version
        : throw new ArgumentException("not a version of the identity service's API; expected 2 or 3.", name);
}
