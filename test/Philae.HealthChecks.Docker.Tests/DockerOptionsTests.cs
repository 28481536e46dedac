using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>What stops the host at its start.</summary>
public sealed class DockerOptionsTests : IDisposable
{
    private const string Https = "https://host:2376";

    private readonly string _folder = Directory.CreateTempSubdirectory("philae-test-").FullName;
    private readonly DockerCertificates _certificates;

    public DockerOptionsTests(DockerCertificates certificates) => _certificates = certificates;

    [Fact]
    public async Task Start_GoodFiles_Starts() =>
        await Start(Https, options =>
        {
            options.CertificateAuthorityFile = _certificates.Server.AuthorityFile;
            options.ClientCertificateFile = _certificates.Client.CertificateFile;
            options.ClientKeyFile = _certificates.Client.KeyFile;
        }).Should().NotThrowAsync();

    [Fact]
    public async Task Start_MissingFiles_NamesEachOption() =>
        await FailsAsync(Https, options => (options.CertificateAuthorityFile, options.ClientCertificateFile, options.ClientKeyFile) = ("/no/ca", "/no/cert", "/no/key"),
            "engine.CertificateAuthorityFile: there is no file '/no/ca'.",
            "engine.ClientCertificateFile: there is no file '/no/cert'.",
            "engine.ClientKeyFile: there is no file '/no/key'.");

    [Fact]
    public async Task Start_KeyWithoutCertificate_SaysSo() =>
        await FailsAsync(Https, options => options.ClientKeyFile = _certificates.Client.KeyFile, "engine.ClientKeyFile: a key without a ClientCertificateFile.");

    [Theory]
    [InlineData("unix:///var/run/docker.sock")]
    [InlineData("http://host:2375")]
    public async Task Start_FilesForATargetWithoutTls_SaysSo(string target) =>
        await FailsAsync(target, options => options.CertificateAuthorityFile = _certificates.Server.AuthorityFile,
            "engine.CertificateAuthorityFile: the target is not a TLS one; use https:// or tcp://.");

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Start_AuthorityFileHoldsNone_SaysSo(string text) =>
        await FailsAsync(Https, options => options.CertificateAuthorityFile = File("ca.pem", text), "engine.CertificateAuthorityFile: no certificates in PEM form.");

    [Theory]
    [InlineData("garbage")]
    [InlineData("of another certificate")]
    [InlineData("none at all")]
    public async Task Start_KeyNotUsable_SaysSoAndShowsNothingOfIt(string what)
    {
        string? key = what switch
        {
            "garbage" => File("key.pem", $"-----BEGIN PRIVATE KEY-----\n{ProbeConformance.Secret}\n-----END PRIVATE KEY-----\n"),
            "of another certificate" => _certificates.Other.KeyFile,
            _ => null,
        };

        string message = await FailsAsync(Https, options => (options.ClientCertificateFile, options.ClientKeyFile) = (_certificates.Client.CertificateFile, key),
            "engine.ClientCertificateFile: no certificate in PEM form, or no unencrypted key that belongs to it.");

        message.Should().NotContain(ProbeConformance.Secret);
    }

    [Fact]
    public async Task Start_TwoProbes_EachIsCheckedAgainstItsOwnTarget()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddHealthChecks()
            .AddPhilaeDocker("unix:///var/run/docker.sock", "near")
            .AddPhilaeDocker(Https, "far", configure: options => options.CertificateAuthorityFile = _certificates.Server.AuthorityFile);
        using IHost host = builder.Build();

        await host.Invoking(started => started.StartAsync()).Should().NotThrowAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> FailsAsync(string target, Action<DockerProbeOptions> configure, params string[] says)
    {
        OptionsValidationException failure = (await Start(target, configure).Should().ThrowAsync<OptionsValidationException>()).Which;
        failure.Failures.Should().Equal(says);
        return failure.ToString();
    }

    private static Func<Task> Start(string target, Action<DockerProbeOptions> configure) => async () =>
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddHealthChecks().AddPhilaeDocker(target, "engine", configure: configure);
        using IHost host = builder.Build();
        await host.StartAsync();
    };

    private string File(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(file, text);
        return file;
    }
}
