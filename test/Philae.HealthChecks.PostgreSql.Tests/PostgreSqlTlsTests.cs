using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.PostgreSql.Tests;

[Trait("Servers", "Own")]
public sealed class PostgreSqlTlsTests(PostgreSqlTlsTests.Servers servers) : IClassFixture<PostgreSqlTlsTests.Servers>
{
    private const string Failed = "probe check failed: unable to contact PostgreSQL host: tls handshake failed";

    private string Authority => $"sslrootcert={servers.Certificate.AuthorityFile}";

    private string OtherAuthority => $"sslrootcert={servers.OtherCertificate.AuthorityFile}";

    [Theory]
    [InlineData("verify-full")]
    [InlineData("verify-ca")]
    [InlineData("VerifyFull")]
    [InlineData("require")]
    public async Task Check_TrustedCertificate_IsHealthyOverTls(string mode) =>
        (await ReasonAsync(servers.Server, $"sslmode={mode}&{Authority}")).Should().BeNull();

    [Fact]
    public async Task Check_UnknownAuthority_NamesTheReason() => (await ReasonAsync(servers.Server, "sslmode=verify-full")).Should().Be(Failed);

    [Fact]
    public async Task Check_OtherAuthority_NamesTheReason() =>
        (await ReasonAsync(servers.Server, $"sslmode=verify-full&{OtherAuthority}")).Should().Be(Failed);

    // As libpq: the driver itself would not look at the authority.
    [Fact]
    public async Task Check_RequireWithAnotherAuthority_NamesTheReason() =>
        (await ReasonAsync(servers.Server, $"sslmode=require&{OtherAuthority}")).Should().Be(Failed);

    [Theory]
    [InlineData("sslmode=no-verify")]
    [InlineData("sslmode=require")]
    [InlineData("sslaccept=accept_invalid_certs")]
    public async Task Check_NotToVerifyInSoManyWords_IsHealthyOverTls(string query) => (await ReasonAsync(servers.Other, query)).Should().BeNull();

    [Theory]
    [InlineData("ssl=true")]
    [InlineData("sslrootcert=system")]
    [InlineData("sslaccept=strict")]
    public async Task Check_TlsOfOtherClients_IsVerified(string query) => (await ReasonAsync(servers.Server, query)).Should().Be(Failed);

    [Fact]
    public async Task Check_CertificateOfAnotherHost_IsRefusedByVerifyFullAlone()
    {
        (await ReasonAsync(servers.Other, $"sslmode=verify-ca&{OtherAuthority}")).Should().BeNull();
        (await ReasonAsync(servers.Other, $"sslmode=verify-full&{OtherAuthority}")).Should().Be(Failed);
    }

    [Theory]
    [InlineData("sslrootcert=/no/such/folder/ca.pem")]
    [InlineData("sslrootcert=/no-such-ca.pem")]
    [InlineData("sslcert=/no-such-cert.pem&sslkey=/no-such-key.pem")]
    public async Task Check_FileIsMissing_NamesTheReason(string query) =>
        (await ReasonAsync(servers.Server, $"sslmode=verify-full&{query}")).Should()
            .Be("probe check failed: unable to contact PostgreSQL host: not configured");

    [Fact]
    public async Task Check_ServerWantsACertificate_IsHealthyWithOne()
    {
        string target = $"postgres://localhost@127.0.0.1:{servers.Server.Port}/postgres?sslmode=verify-full&{Authority}";
        string client = $"&sslcert={servers.Certificate.CertificateFile}&sslkey={servers.Certificate.KeyFile}";

        (await ReasonAsync(target + client)).Should().BeNull();
        (await ReasonAsync(target)).Should().Be("probe check failed: unable to contact PostgreSQL host: authentication failed");
    }

    private static Task<string?> ReasonAsync(PostgreSqlServer server, string query) => ReasonAsync($"{PostgreSqlServers.UrlOf(server)}?{query}");

    private static Task<string?> ReasonAsync(string target) => PatientHost.ReasonAsync(target, options =>
    {
        options.CommandText = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        options.ResultValidator = isSecure => isSecure.Should().Be(true);
    });

    /// <summary>One server with a certificate for its address, and one with a certificate for another host.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        public TestCertificate Certificate { get; } = new();

        public TestCertificate OtherCertificate { get; } = new("db.example");

        public PostgreSqlServer Server { get; private set; } = null!;

        public PostgreSqlServer Other { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            PostgreSqlServer[] servers = await Task.WhenAll(PostgreSqlServers.StartAsync(Certificate), PostgreSqlServers.StartAsync(OtherCertificate));
            (Server, Other) = (servers[0], servers[1]);

            // The role that the certificate names is let in with the certificate alone.
            string url = PostgreSqlServers.UrlOf(Server);
            await PostgreSqlServers.QueryAsync(url, "CREATE ROLE localhost LOGIN");
            await PostgreSqlServers.QueryAsync(url, $"ALTER SYSTEM SET ssl_ca_file = '{Certificate.AuthorityFile}'");
            string rules = Path.Combine(Server.Folder, "data", "pg_hba.conf");
            await File.WriteAllTextAsync(rules, "hostssl all localhost all cert\n" + await File.ReadAllTextAsync(rules));
            await Server.StopAsync();
            await Server.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Other.DisposeAsync();
            Certificate.Dispose();
            OtherCertificate.Dispose();
        }
    }
}
