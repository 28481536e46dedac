using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docker.Tests;

public sealed class DockerProbeConformanceTests(DockerServers servers, DockerCertificates certificates) : ServerProbeConformance
{
    protected override string? DefaultName => "docker";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: Unable to contact docker: connection refused";

    protected override string HealthyTarget => servers.Target;

    protected override bool TargetIsOptional => true;

    protected override string? ConfiguredUrl => "docker+tcp://127.0.0.1:1";

    protected override string Target(int port) => $"tcp://127.0.0.1:{port}";

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeDocker(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);

    [Theory]
    [InlineData("docker", "not a URL")]
    [InlineData("127.0.0.1:2375", "not a URL")]
    [InlineData("/var/run/docker.sock", "not a URL")]
    [InlineData("unix:/var/run/docker.sock", "not a URL")]
    [InlineData("npipe:////./pipe/docker_engine", "unknown URL scheme 'npipe'")]
    [InlineData("ssh://user@host", "unknown URL scheme 'ssh'")]
    [InlineData("unix://", "absolute")]
    [InlineData("unix://var/run/docker.sock", "absolute")]
    [InlineData("tcp://", "no host")]
    [InlineData("tcp://:2375", "no host")]
    [InlineData("tcp://host:0", "port")]
    [InlineData("tcp://host:65536", "port")]
    [InlineData("tcp://host:" + Secret, "port")]
    [InlineData("tcp://a b:2375", "host")]
    [InlineData("https://" + Secret + "@host:2376", "no user name")]
    [InlineData("https://user:" + Secret + "@host:2376", "no user name")]
    [InlineData("tcp://host:2375?token=" + Secret, "parameters")]
    public void Add_BadTarget_SaysWhatIsWrongAndQuotesNothing(string target, string says) =>
        AddFails(target).Message.Should().Contain(says).And.NotContain(Secret);

    [Fact]
    public void Add_SocketPathLongerThanASocketsMayBe_SaysSo() =>
        AddFails("unix:///" + new string('x', 108)).Message.Should().Contain("107 bytes");

    [Fact]
    public async Task Check_WithAKey_ShowsNothingOfIt()
    {
        string key = (await File.ReadAllLinesAsync(certificates.Client.KeyFile))[1];
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(Target(FreePort.Next()), configure: options =>
            (options.ClientCertificateFile, options.ClientKeyFile) = (certificates.Client.CertificateFile, certificates.Client.KeyFile)));

        ShouldNotShow(key, await host.Prober.CheckAsync(), host.Log);
    }
}
