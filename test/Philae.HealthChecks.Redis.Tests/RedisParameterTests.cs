using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis.Tests;

public sealed class RedisParameterTests
{
    public static TheoryData<string, string, string> Page { get; } = TargetTable.Of("redis.md");

    [Theory]
    [MemberData(nameof(Page))]
    public async Task Add_Parameter_IsTreatedAsThePageSays(string query, string what, string same)
    {
        string target = $"redis://cache/0?{TargetTable.WithValues(query)}";

        await TargetTable.ShouldDoAsync(query, what, builder => builder.AddPhilaeRedis(target, name: "p"));

        if (what != TargetTable.Refused)
        {
            ConfigurationOptions settings = RedisTarget.Parse(target, out _);
            settings.CommandMap = CommandMap.Default;
            settings.ToString(includePassword: true).Should()
                .Be(ConfigurationOptions.Parse($"cache:6379,ssl=false,defaultDatabase=0,{same}").ToString(includePassword: true), query);
        }
    }

    [Fact]
    public void Page_Parameters_AreAllThatAreKnown() =>
        RedisParameters.Table.Names.Except(Page.SelectMany(static row => TargetTable.Names(row.Data.Item1)))
            .Should().BeEquivalentTo("sentinelMasterId", "sentinel_master", "redis_sentinel", "service_name");

    [Theory]
    [InlineData("redis-sentinel://h/?sentinelMasterId=m")]
    [InlineData("redis+sentinel://h/m")]
    [InlineData("redis-sentinel://h/m/0/?db=2")]
    [InlineData("rediss+sentinel://h?service_name=m")]
    [InlineData("redis-sentinel://h?sentinel_master=m")]
    [InlineData("redis-sentinel://h?redis_sentinel=m")]
    public void Parse_SentinelUrl_NamesTheService(string target) => RedisTarget.Parse(target, out _).ServiceName.Should().Be("m");

    // Heroku's certificate is self-signed.
    [Theory]
    [InlineData("?ssl_cert_reqs=none", null)]
    [InlineData("?skip_verify=true", null)]
    [InlineData("?verifyPeer=NONE", null)]
    [InlineData("?rejectUnauthorized=false", null)]
    [InlineData("?ssl_check_hostname=false", "tls handshake failed")]
    [InlineData("?ssl_cert_reqs=required", "tls handshake failed")]
    [InlineData("", "tls handshake failed")]
    [Trait("Servers", "Own")]
    public async Task Check_UnknownAuthority_IsAcceptedInSoManyWordsAlone(string query, string? reason)
    {
        using var certificate = new TestCertificate("elsewhere.example");
        await using var server = new RedisServer(null, certificate);
        await server.StartAsync();

        (await PatientHost.ReasonAsync($"rediss://127.0.0.1:{server.Port}/0/{query}")).Should().Be(reason is null ? null : PatientHost.Unable(reason));
    }

    [Fact]
    [Trait("Servers", "Own")]
    public async Task Check_AuthorityInTheUrl_IsTrusted()
    {
        using var certificate = new TestCertificate();
        using var other = new TestCertificate("elsewhere.example");
        await using var server = new RedisServer(null, certificate);
        await server.StartAsync();

        (await PatientHost.ReasonAsync($"rediss://127.0.0.1:{server.Port}/0?ssl_ca_certs={certificate.AuthorityFile}")).Should().BeNull();
        (await PatientHost.ReasonAsync($"rediss://127.0.0.1:{server.Port}/0?ssl_ca_certs={other.AuthorityFile}")).Should().Be(PatientHost.Unable("tls handshake failed"));
    }

    [Theory]
    [InlineData("rediss://h?ssl=false")]
    [InlineData("valkeys://h?tls=0")]
    public void Parse_SchemeAsksForTlsAndAParameterForNone_IsRefused(string target) =>
        FluentActions.Invoking(() => RedisTarget.Parse(target, out _)).Should().Throw<ArgumentException>().WithMessage("the scheme * asks for TLS*");

    [Fact]
    public void Parse_AuthorityAndAnyHost_AreRefusedTogether()
    {
        using var certificate = new TestCertificate();

        foreach (string name in (string[])["ssl_ca_certs", "ssl-ca-certs", "SSLCACERTS"])
        {
            FluentActions.Invoking(() => RedisTarget.Parse($"rediss://h?{name}={certificate.AuthorityFile}&ssl_check_hostname=false", out _))
                .Should().Throw<ArgumentException>().WithMessage("the parameter 'ssl_ca_certs' goes with*");
        }
    }
}
