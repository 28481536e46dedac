using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpOptionsTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(599)]
    [InlineData(null)]
    public async Task Start_ExpectedStatusCodeInRange_IsTaken(int? code)
    {
        await using ProbeHost host = Host(options => options.ExpectedStatusCode = code);

        Start(host).Should().NotThrow();
    }

    [Theory]
    [InlineData(99)]
    [InlineData(600)]
    [InlineData(-1)]
    public async Task Start_ExpectedStatusCodeOutOfRange_NamesProbeAndOption(int code)
    {
        await using ProbeHost host = Host(options => options.ExpectedStatusCode = code);

        Start(host).Should().Throw<OptionsValidationException>().WithMessage("*payments.ExpectedStatusCode*100*599*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(86_400_000)]
    public async Task Start_LimitInRange_IsTaken(int milliseconds)
    {
        var limit = TimeSpan.FromMilliseconds(milliseconds);
        await using ProbeHost host = Host(options => (options.ConnectTimeout, options.ResponseTimeout) = (limit, limit));

        Start(host).Should().NotThrow();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2 * 86_400_000)]
    public async Task Start_LimitOutOfRange_NamesProbeAndOptions(int milliseconds)
    {
        var limit = TimeSpan.FromMilliseconds(milliseconds);
        await using ProbeHost host = Host(options => (options.ConnectTimeout, options.ResponseTimeout) = (limit, limit));

        Start(host).Should().Throw<OptionsValidationException>()
            .WithMessage("*payments.ConnectTimeout must be from 1 millisecond to 1 day*payments.ResponseTimeout must be from 1 millisecond to 1 day*");
    }

    [Fact]
    public async Task Start_AuthorityFileMissing_NamesProbeAndOption()
    {
        await using ProbeHost host = Host(static options => options.CertificateAuthorityFile = "/no/such/ca.pem");

        Start(host).Should().Throw<OptionsValidationException>().WithMessage("*payments.CertificateAuthorityFile*/no/such/ca.pem*");
    }

    [Fact]
    public async Task Start_AuthorityFileHoldsNone_NamesProbeAndOption()
    {
        using var certificate = new TestCertificate();
        await using ProbeHost host = Host(options => options.CertificateAuthorityFile = certificate.KeyFile);

        Start(host).Should().Throw<OptionsValidationException>().WithMessage("*payments.CertificateAuthorityFile*no certificate*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_AuthorityFileBesideWhatOverridesIt_NamesBoth(bool tls)
    {
        using var certificate = new TestCertificate();
        await using ProbeHost host = Host(options =>
        {
            options.CertificateAuthorityFile = certificate.AuthorityFile;
            options.Tls = tls ? new() : null;
            options.HttpClientName = tls ? null : "client";
        });

        Start(host).Should().Throw<OptionsValidationException>().WithMessage("*payments.CertificateAuthorityFile*Tls or HttpClientName*");
    }

    [Fact]
    public async Task Start_TwoProbes_KeepTheirOptionsApart()
    {
        await using var host = new ProbeHost(builder => builder
            .AddPhilaeHttp("http://a/", "a", configure: options => options.ExpectedStatusCode = 201)
            .AddPhilaeHttp("http://b/", "b", configure: options => options.ExpectedStatusCode = 202));
        var options = host.Services.GetRequiredService<IOptionsMonitor<HttpProbeOptions>>();

        (options.Get("a").ExpectedStatusCode, options.Get("b").ExpectedStatusCode).Should().Be((201, 202));
    }

    [Fact]
    public void Defaults_AreGoPhilaes()
    {
        var options = new HttpProbeOptions();

        options.ConnectTimeout.Should().Be(TimeSpan.FromSeconds(2));
        options.ResponseTimeout.Should().Be(TimeSpan.FromSeconds(1));
        options.ExpectedStatusCode.Should().BeNull();
    }

    private static ProbeHost Host(Action<HttpProbeOptions> configure) =>
        new(builder => builder.AddPhilaeHttp("http://payments.example/", "payments", configure: configure));

    private static Action Start(ProbeHost host) => () => host.Services.GetRequiredService<IStartupValidator>().Validate();
}
