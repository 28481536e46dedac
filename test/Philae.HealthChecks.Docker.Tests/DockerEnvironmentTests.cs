using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>No target: what the environment says, as Docker's own client reads it.</summary>
[Collection(nameof(WholeProcess))]
public sealed class DockerEnvironmentTests : IDisposable
{
    private static readonly string[] Variables = ["DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_CONFIG", "DOCKER_CONTEXT"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly string _folder = Directory.CreateTempSubdirectory("philae-test-").FullName;
    private readonly DockerCertificates _certificates;

    public DockerEnvironmentTests(DockerCertificates certificates)
    {
        _certificates = certificates;
        Array.ForEach(Variables, name => Set(name, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_HostInTheEnvironment_IsAsked(bool socketFile)
    {
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"), socketFile: socketFile ? Path.Combine(_folder, "d.sock") : null);
        Set("DOCKER_HOST", docker.Target);
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker());
        Set("DOCKER_HOST", "tcp://host.invalid");

        (await ReasonAsync(host)).Should().BeNull("the environment was read when the probe was registered");
        docker.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Add_NoHostInTheEnvironment_IsTheUsualSocket(string? value)
    {
        Set("DOCKER_HOST", value);
        Set("DOCKER_TLS_VERIFY", "1");

        DockerEnvironment.Target().Socket!.ToString().Should().Be("/var/run/docker.sock");
        Configured().CertificateAuthorityFile.Should().BeNull("a socket file has no TLS");
    }

    [Fact]
    public async Task Check_TlsVerify_UsesTheFilesOfTheFolder()
    {
        Copy(_certificates.Server.AuthorityFile, "ca.pem");
        Copy(_certificates.Client.CertificateFile, "cert.pem");
        Copy(_certificates.Client.KeyFile, "key.pem");
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"));
        await using var proxy = new TlsProxy(docker.Port, _certificates.Server, _certificates.Client.Authority);
        Set("DOCKER_HOST", $"tcp://localhost:{proxy.Port}");
        Set("DOCKER_TLS_VERIFY", "1");
        Set("DOCKER_CERT_PATH", _folder);
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(timeout: TimeSpan.FromHours(1)));

        (await ReasonAsync(host)).Should().BeNull();
    }

    [Fact]
    public async Task Check_TlsVerifyWithoutFiles_IsNotConfigured()
    {
        Set("DOCKER_HOST", "tcp://localhost");
        Set("DOCKER_TLS_VERIFY", "1");
        Set("DOCKER_CERT_PATH", _folder);
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker());

        (await ReasonAsync(host)).Should().Be("probe check failed: not configured", "it must not fall back to plain text");
    }

    [Fact]
    public void Options_FilesOfTheEnvironment_AreDefaultsThatConfigureMayChange()
    {
        Set("DOCKER_HOST", "tcp://localhost");
        Set("DOCKER_TLS_VERIFY", "1");
        Copy(_certificates.Server.AuthorityFile, "ca.pem");
        Copy(_certificates.Client.CertificateFile, "cert.pem");
        Set("DOCKER_CONFIG", _folder);

        DockerProbeOptions options = Configured(o => o.ClientKeyFile ??= _certificates.Client.KeyFile);

        options.CertificateAuthorityFile.Should().Be(Path.Combine(_folder, "ca.pem"));
        options.ClientCertificateFile.Should().BeNull("its key is missing, as Docker's own client has it");
        options.ClientKeyFile.Should().Be(_certificates.Client.KeyFile);
    }

    [Theory]
    [InlineData("tcp://host", null, "http://host:2375/")]
    [InlineData("tcp://host", "1", "https://host:2376/")]
    [InlineData("tcp://[::1]", "1", "https://[::1]:2376/")]
    [InlineData("tcp://host:1/a/", "1", "https://host:1/a/")]
    [InlineData("http://host", "1", "http://host/")]
    [InlineData("https://host", null, "https://host/")]
    [InlineData("UNIX:///a", "1", "http://localhost/")]
    public void Target_FromTheEnvironment_IsThisEndpoint(string host, string? verify, string endpoint)
    {
        Set("DOCKER_HOST", host);
        Set("DOCKER_TLS_VERIFY", verify);

        DockerTarget target = DockerEnvironment.Target();

        target.Endpoint(target.Tls == true).Should().Be(new Uri(endpoint));
    }

    [Theory]
    [InlineData("ssh://user:" + ProbeConformance.Secret + "@host", "unknown URL scheme 'ssh'")]
    [InlineData(ProbeConformance.Secret, "not a URL")]
    public void Add_BadHostInTheEnvironment_NamesTheVariableAndQuotesNothing(string host, string says)
    {
        Set("DOCKER_HOST", host);

        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeDocker();

        add.Should().Throw<ArgumentException>().WithParameterName("DOCKER_HOST").Which.Message.Should().Contain(says).And.NotContain(ProbeConformance.Secret);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        foreach ((string name, string? value) in _before)
        {
            Set(name, value);
        }
    }

    private static void Set(string name, string? value) => Environment.SetEnvironmentVariable(name, value);

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());

    private static DockerProbeOptions Configured(Action<DockerProbeOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeDocker(configure: configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        var options = new DockerProbeOptions();
        foreach (IConfigureOptions<DockerProbeOptions> step in provider.GetServices<IConfigureOptions<DockerProbeOptions>>())
        {
            ((IConfigureNamedOptions<DockerProbeOptions>)step).Configure("docker", options);
        }

        return options;
    }

    private void Copy(string file, string name) => File.Copy(file, Path.Combine(_folder, name));
}
