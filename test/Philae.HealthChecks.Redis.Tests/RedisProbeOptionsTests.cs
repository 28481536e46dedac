using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

public sealed class RedisProbeOptionsTests
{
    [Fact]
    public async Task Start_AuthorityFileIsMissing_NamesProbeAndOption() =>
        await StartFailsAsync("/nonexistent/ca.pem", "orders-cache.CertificateAuthorityFile: there is no file '/nonexistent/ca.pem'.");

    [Fact]
    public async Task Start_AuthorityFileIsNoCertificate_NamesProbeAndOption()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "-----BEGIN NOTHING-----");

            await StartFailsAsync(file, $"orders-cache.CertificateAuthorityFile: no certificate can be read from '{file}'.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Start_AuthorityFileIsGood_Starts()
    {
        using var certificate = new TestCertificate();
        using IHost host = Application(certificate.AuthorityFile);

        await host.Invoking(application => application.StartAsync()).Should().NotThrowAsync();
    }

    [Fact]
    [Trait("Servers", "Own")]
    public async Task Check_ConfigureClient_IsApplied()
    {
        await using RedisServer server = await RedisServers.StartAsync();

        string? reason = await PatientHost.ReasonAsync(
            RedisServers.UrlOf(server, password: null), options => options.ConfigureClient = client => client.Password = ProbeConformance.Secret);

        reason.Should().BeNull();
    }

    [Fact]
    public async Task Check_ConfigureClientAsksForRetries_FailsAtOnceAllTheSame()
    {
        string target = $"redis://127.0.0.1:{FreePort.Next()}";

        string? reason = await PatientHost.ReasonAsync(target, options => options.ConfigureClient = client =>
            (client.AbortOnConnectFail, client.ConnectRetry, client.ConnectTimeout) = (true, 1000, 1_000_000));

        reason.Should().Be(PatientHost.Unable("connection refused"));
    }

    [Fact]
    public async Task Check_ConfigureClientLogs_LogsAndNamesTheReason()
    {
        using var log = new LogCollector();
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddProvider(log));

        string? reason = await PatientHost.ReasonAsync(
            $"redis://127.0.0.1:{FreePort.Next()}", options => options.ConfigureClient = client => client.LoggerFactory = loggers);

        reason.Should().Be(PatientHost.Unable("connection refused"));
        log.ToString().Should().Contain("Connection refused").And.Contain("Connecting (async)");
    }

    [Fact]
    public async Task Check_ConfigureClientThrows_IsNotConfigured()
    {
        string? reason = await PatientHost.ReasonAsync(
            "redis://127.0.0.1", options => options.ConfigureClient = _ => throw new InvalidOperationException("no"));

        reason.Should().Be("probe check failed: not configured");
    }

    private static async Task StartFailsAsync(string authorityFile, string message)
    {
        using IHost host = Application(authorityFile);

        (await host.Invoking(application => application.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage(message);
    }

    private static IHost Application(string authorityFile)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHealthChecks().AddPhilaeRedis(
            "rediss://cache", name: "orders-cache", configure: options => options.CertificateAuthorityFile = authorityFile);
        return builder.Build();
    }
}
