using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Fleet.Tests.Leaks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>What each driver trusts if an authority is named in a PEM file.</summary>
[Trait("Servers", "Own")]
public sealed class CertificateAuthorityTests(CertificateAuthorityTests.Certificates certificates) : IClassFixture<CertificateAuthorityTests.Certificates>, IDisposable
{
    private const string Secret = ProbeConformance.Secret;
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string> Drivers { get; } = new("redis", "postgresql", "mysql", "mongodb", "etcd", "docker", "http");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Check_AuthorityOfTheServersCertificate_IsTrusted(string driver)
    {
        await using WellServer server = await StartAsync(driver, certificates.Server);

        (await ReasonAsync(driver, server.Port, certificates.Server.AuthorityFile)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Check_AuthorityIsTheSecondInItsFile_IsTrusted(string driver)
    {
        await File.WriteAllTextAsync(_file, await File.ReadAllTextAsync(certificates.Other.AuthorityFile) + "\n" + await File.ReadAllTextAsync(certificates.Server.AuthorityFile));
        await using WellServer server = await StartAsync(driver, certificates.Server);

        (await ReasonAsync(driver, server.Port, _file)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Check_AnotherAuthority_IsRefused(string driver)
    {
        await using WellServer server = await StartAsync(driver, certificates.Server);

        (await ReasonAsync(driver, server.Port, certificates.Other.AuthorityFile)).Should().EndWith(": tls handshake failed");
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Check_CertificateIsForClientsOnly_IsRefused(string driver)
    {
        await using WellServer server = await StartAsync(driver, certificates.Client);

        (await ReasonAsync(driver, server.Port, certificates.Client.AuthorityFile)).Should().EndWith(": tls handshake failed");
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Check_FileHoldsNoCertificate_IsNotConfigured(string driver)
    {
        await File.WriteAllTextAsync(_file, Secret);
        await using WellServer server = await StartAsync(driver, certificates.Server);

        (await ReasonAsync(driver, server.Port, _file)).Should().EndWith("not configured");
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task Check_FileIsMissing_IsNotConfigured(string driver)
    {
        await using WellServer server = await StartAsync(driver, certificates.Server);

        (await ReasonAsync(driver, server.Port, "/no/such/ca.pem")).Should().EndWith("not configured");
    }

    private static async Task<WellServer> StartAsync(string driver, TestCertificate certificate)
    {
        switch (driver)
        {
            case "postgresql":
                var postgreSql = new PostgreSqlServer(Secret, certificate);
                await postgreSql.InitializeAsync();
                return await WellServer.LocalAsync(postgreSql);
            case "mysql":
                var mariaDb = new MariaDbServer(Secret, certificate);
                await mariaDb.InitializeAsync();
                return new(mariaDb, mariaDb.Port);
            case "etcd":
                return await WellServer.LocalAsync(new EtcdServer(certificate));
            case "redis":
                return await WellServer.LocalAsync(new RedisServer(Secret, certificate));
            case "mongodb":
                FakeMongoServer mongoDb = FakeMongoServer.Started("hc", Secret, certificate);
                return new(mongoDb, mongoDb.Port);
            default:
                WellServer plain = await Member.All[driver].StartAsync();
                var proxy = new TlsProxy(plain.Port, certificate);
                return new(new Both(proxy, plain), proxy.Port);
        }
    }

    private static async Task<string?> ReasonAsync(string driver, int port, string file)
    {
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.Configure<PhilaeOptions>(options => options.Deadline = Deadline);
            Add(checks, driver, port, file);
        });
        return ProbeHost.Reason(await host.Prober.CheckAsync());
    }

    private static void Add(IHealthChecksBuilder checks, string driver, int port, string file) => _ = driver switch
    {
        "redis" => checks.AddPhilaeRedis($"rediss://:{Secret}@127.0.0.1:{port}", timeout: Deadline, configure: options => options.CertificateAuthorityFile = file),
        "postgresql" => checks.AddPhilaePostgreSql($"postgres://postgres:{Secret}@127.0.0.1:{port}/postgres?sslmode=verify-full&sslrootcert={file}", timeout: Deadline),
        "mysql" => checks.AddPhilaeMySql($"mysql://hc:{Secret}@127.0.0.1:{port}/?ssl-mode=verify_identity&ssl-ca={file}", timeout: Deadline),
        "mongodb" => checks.AddPhilaeMongoDb($"mongodb://hc:{Secret}@127.0.0.1:{port}/?tls=true", timeout: Deadline, configure: options => options.CertificateAuthorityFile = file),
        "etcd" => checks.AddPhilaeEtcd($"https://127.0.0.1:{port}", timeout: Deadline, configure: options => options.CertificateAuthorityFile = file),
        "docker" => checks.AddPhilaeDocker($"https://127.0.0.1:{port}", timeout: Deadline, configure: options => options.CertificateAuthorityFile = file),
        _ => checks.AddPhilaeHttp($"https://127.0.0.1:{port}/", timeout: Deadline, configure: options => options.CertificateAuthorityFile = file),
    };

    private sealed record Both(IAsyncDisposable First, IAsyncDisposable Second) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }

    /// <summary>Three authorities, each with one certificate; their keys take the longest to make.</summary>
    public sealed class Certificates : IDisposable
    {
        public TestCertificate Server { get; } = new();

        public TestCertificate Other { get; } = new();

        public TestCertificate Client { get; } = new(usage: ClientAuthentication);

        public void Dispose()
        {
            Server.Dispose();
            Other.Dispose();
            Client.Dispose();
        }
    }
}
