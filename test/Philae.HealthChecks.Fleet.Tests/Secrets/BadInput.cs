using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>A registration that cannot work, with a secret in it.</summary>
/// <param name="Name">The probe and what is wrong.</param>
/// <param name="Add">Registers it.</param>
/// <param name="Reason">Why the check fails where neither registration nor start may refuse it; empty: for whatever reason. Null: one of them must.</param>
internal sealed record BadInput(string Name, Action<IHealthChecksBuilder, Secret> Add, string? Reason = null)
{
    /// <summary>Everything that takes a target, by the name of its probe, with a scheme that it knows.</summary>
    private static readonly Dictionary<string, (string Scheme, Action<IHealthChecksBuilder, string> Add)> Probes = new()
    {
        ["http"] = ("http", static (builder, target) => builder.AddPhilaeHttp(target)),
        ["service"] = ("http", static (builder, target) => builder.AddPhilaeService(target)),
        ["elasticsearch"] = ("http", static (builder, target) => builder.AddPhilaeElasticsearch(target)),
        ["swift"] = ("http", static (builder, target) => builder.AddPhilaeSwift(target)),
        ["tcp"] = ("tcp", static (builder, target) => builder.AddPhilaeTcp(target)),
        ["nsq"] = ("http", static (builder, target) => builder.AddPhilaeNsq(target)),
        ["redis"] = ("redis", static (builder, target) => builder.AddPhilaeRedis(target)),
        ["postgresql"] = ("postgres", static (builder, target) => builder.AddPhilaePostgreSql(target)),
        ["mysql"] = ("mysql", static (builder, target) => builder.AddPhilaeMySql(target)),
        ["mongodb"] = ("mongodb", static (builder, target) => builder.AddPhilaeMongoDb(target)),
        ["etcd"] = ("http", static (builder, target) => builder.AddPhilaeEtcd(target)),
        ["docker"] = ("tcp", static (builder, target) => builder.AddPhilaeDocker(target)),
    };

    // %: the scheme, *: the secret as it is, §: the secret percent-encoded.
    private static readonly string[] Forms =
    [
        "other://u:§@h:1/", "%://u:§@h:port/", "%://u:§@h:0/", "%://u:§@h:99999/", "%://u:§@/", "%://u:§@h ost/", "%://u:§@[::1/", "%:/u:§@h/", "u:§@h",
        "%://u:a@b/*@h:1/x y?*=*", "%://u:p?*@h/", "%://u:p/*@h:port/", "%://h:*/", "%://u:*", "Host=h,Password=*", "nonsense *",
        "Host=h;Port=none;Password=*", "Host=h;Password=x;*=y", "h:1,password=*,ssl=maybe", "h:1,*=x", "h:1,connectTimeout=*", "Server=h;Port=*;Uid=u",
        "%://u:§@h/?sslmode=*", "%://u:§@h/?authMechanism=*", "%://u:§@h/?tlsCertificateKeyFilePassword=*&tls=perhaps",
    ];

    /// <summary>What is set while it is registered and checked.</summary>
    public Func<Secret, (string Name, string Value)[]> Environment { get; init; } = static _ => [];

    public static IEnumerable<BadInput> Targets =>
        from probe in Probes.Keys
        from form in Forms
        select new BadInput($"{probe}: {form}", (builder, secret) => Probes[probe].Add(builder, Target(Probes[probe].Scheme, form, secret)), "");

    /// <summary>Secrets in options beside another that is out of its range, and options that do not go together.</summary>
    public static IEnumerable<BadInput> Options =>
    [
        new("http: limit", static (b, s) => b.AddPhilaeHttp("http://h", configure: o => (o.UserName, o.Password, o.ResponseTimeout) = ("u", s.Text, TimeSpan.Zero))),
        new("http: status", static (b, s) => b.AddPhilaeHttp($"http://u:{s.Encoded}@h/?token={s.Encoded}", configure: static o => o.ExpectedStatusCode = 1)),
        new("http: no such authority", static (b, s) => b.AddPhilaeHttp($"http://u:{s.Encoded}@h", configure: static o => o.CertificateAuthorityFile = "/nowhere/ca.pem")),
        new("http: no such client", static (b, s) => b.AddPhilaeHttp($"http://u:{s.Encoded}@h", configure: static o => o.HttpClientName = "none"), "not configured"),
        new("http: deadline", static (b, s) => b.AddPhilaeHttp($"http://u:{s.Encoded}@h", timeout: TimeSpan.Zero)),
        new("service: value of a header", static (b, s) => b.AddPhilaeService("http://h", configure: o => o.Headers["X-Api-Key"] = $"{s.Text}\r\nü")),
        new("service: name of a header", static (b, s) => b.AddPhilaeService("http://h", configure: o => o.Headers["X Api Key"] = s.Text)),
        new("elasticsearch: key", static (b, s) => b.AddPhilaeElasticsearch("http://h", configure: o => o.ApiKey = $"{s.Text} ü")),
        new("elasticsearch: key and password", static (b, s) => b.AddPhilaeElasticsearch("http://h", configure: o => (o.ApiKey, o.Password) = (s.Text, s.Text))),
        new("swift: no user", static (b, s) => b.AddPhilaeSwift("http://h/v3", configure: o => o.Password = s.Text)),
        new("swift: version", static (b, s) => b.AddPhilaeSwift($"http://u:{s.Encoded}@h/v3", configure: o => (o.AuthVersion, o.ApplicationCredentialSecret) = (9, s.Text))),
        new("github: user info", static (b, s) => b.AddPhilaeGitHub(configure: o => o.BaseAddress = new Uri($"http://u:{s.Encoded}@h/"))),
        new("statusio: query", static (b, s) => b.AddPhilaeStatusIO("page", configure: o => o.BaseAddress = new Uri($"http://h/?token={s.Encoded}"))),
        new("gitlab: user info", static (b, s) => b.AddPhilaeGitLab(configure: o => o.BaseAddress = new Uri($"http://{s.Encoded}@h/"))),
        new("redis: no such authority", static (b, s) => b.AddPhilaeRedis($"redis://:{s.Encoded}@h", configure: static o => o.CertificateAuthorityFile = "/nowhere/ca.pem")),
        new("redis: settings that throw", static (b, s) => b.AddPhilaeRedis("redis://h", configure: o => o.ConfigureClient = _ => throw new ArgumentException($"password={Quoted(s)}")), "not configured"),
        new("postgresql: empty command", static (b, s) => b.AddPhilaePostgreSql($"postgres://u:{s.Encoded}@h", configure: static o => o.CommandText = "")),
        new("postgresql: client that cannot be made", static (b, s) => b.AddPhilaePostgreSql(_ => throw new ArgumentException($"Host=h;Password={Quoted(s)}")), "not configured"),
        new("postgresql: password of a key", static (b, s) => b.AddPhilaePostgreSql(
            $"Host=127.0.0.1;SSL Mode=Require;SSL Certificate=/nowhere/c.pem;SSL Key=/nowhere/k.pem;SSL Password={Quoted(s)};Port=1"), "connection refused"),
        new("mysql: empty command", static (b, s) => b.AddPhilaeMySql($"mysql://u:{s.Encoded}@h", configure: static o => o.CommandText = "")),
        new("mysql: password of a certificate", static (b, s) => b.AddPhilaeMySql(
            $"Server=127.0.0.1;Port=1;SSL Mode=Required;CertificateFile=/nowhere/c.pfx;CertificatePassword={Quoted(s)}"), "connection refused"),
        new("mongodb: no such authority", static (b, s) => b.AddPhilaeMongoDb($"mongodb://u:{s.Encoded}@h/?ssl=true", configure: static o => o.CertificateAuthorityFile = "/nowhere/ca.pem")),
        new("mongodb: settings that throw", static (b, s) => b.AddPhilaeMongoDb("mongodb://h", configure: o => o.ConfigureClient = _ => throw new ArgumentException($"password={Quoted(s)}")), "not configured"),
        new("etcd: no user", static (b, s) => b.AddPhilaeEtcd("http://h", configure: o => o.Password = s.Text)),
        new("etcd: no such key", static (b, s) => b.AddPhilaeEtcd($"https://u:{s.Encoded}@h", configure: static o => (o.ClientCertificateFile, o.ClientKeyFile) = ("/nowhere/c.pem", "/nowhere/k.pem"))),
    ];

    public static IEnumerable<BadInput> Variables =>
    [
        new("swift: OS_AUTH_URL", static (b, _) => b.AddPhilaeSwift()) { Environment = static s => [("OS_AUTH_URL", $"http://u:{s.Text}@h:port/v3")] },
        new("swift: OS_IDENTITY_API_VERSION", static (b, _) => b.AddPhilaeSwift())
        {
            Environment = static s => [("OS_AUTH_URL", $"http://u:{s.Encoded}@h/v3"), ("OS_IDENTITY_API_VERSION", s.Text)],
        },
        new("swift: no project", static (b, _) => b.AddPhilaeSwift()) { Environment = static s => [("OS_AUTH_URL", "http://h/v3"), ("OS_USERNAME", "u"), ("OS_PASSWORD", s.Text)] },
        new("docker: DOCKER_HOST", static (b, _) => b.AddPhilaeDocker()) { Environment = static s => [("DOCKER_HOST", $"tcp://u:{s.Encoded}@h")] },
        new("docker: DOCKER_HOST, ssh", static (b, _) => b.AddPhilaeDocker()) { Environment = static s => [("DOCKER_HOST", $"ssh://u:{s.Text}@h")] },
    ];

    private static string Target(string scheme, string form, Secret secret) => form
        .Replace("%", scheme, StringComparison.Ordinal)
        .Replace("§", secret.Encoded, StringComparison.Ordinal)
        .Replace("*", secret.Text, StringComparison.Ordinal);

    // As connection strings have it.
    private static string Quoted(Secret secret) => $"\"{secret.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
