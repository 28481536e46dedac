using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Options that do not fit stop the service when it starts.</summary>
public sealed class EtcdOptionsTests(TestCertificates certificates)
{
    [Fact]
    public void Start_Defaults_AreGood()
    {
        Start("http://etcd", _ => { }).Should().NotThrow();
        Start("https://user:pw@etcd", Mutual).Should().NotThrow();
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Start_NoKey_IsNamed(string? key)
    {
        Start("http://etcd", options => options.Key = key!).Should().Throw<OptionsValidationException>().WithMessage("kv.Key must not be empty.");
    }

    [Fact]
    public void Start_UserWithoutPassword_IsNamed()
    {
        const string message = "kv: UserName and Password go together*";

        Start("http://etcd", options => options.UserName = "user").Should().Throw<OptionsValidationException>().WithMessage(message);
        Start("http://etcd", options => options.Password = "s3cret").Should().Throw<OptionsValidationException>().WithMessage(message)
            .Which.ToString().Should().NotContain("s3cret");
        Start("http://user@etcd", _ => { }).Should().Throw<OptionsValidationException>().WithMessage(message);
        Start("http://:s3cret@etcd", _ => { }).Should().Throw<OptionsValidationException>().WithMessage(message);
        Start("http://user@etcd", options => options.Password = "s3cret").Should().NotThrow();
    }

    [Fact]
    public void Start_TlsFilesForAPlainTarget_AreNamed()
    {
        Start("http://etcd", Mutual).Should().Throw<OptionsValidationException>().WithMessage("kv: CertificateAuthorityFile and ClientCertificateFile need*https://*");
        Start("http://etcd,https://etcd2", Mutual).Should().NotThrow();
    }

    [Theory]
    [InlineData(nameof(EtcdProbeOptions.CertificateAuthorityFile))]
    [InlineData(nameof(EtcdProbeOptions.ClientCertificateFile))]
    [InlineData(nameof(EtcdProbeOptions.ClientKeyFile))]
    public void Start_MissingFile_IsNamed(string option)
    {
        Start("https://etcd", options =>
        {
            Mutual(options);
            typeof(EtcdProbeOptions).GetProperty(option)!.SetValue(options, "/no/such/file.pem");
        }).Should().Throw<OptionsValidationException>().WithMessage($"kv.{option}: there is no file '/no/such/file.pem'.");
    }

    [Fact]
    public void Start_CertificateWithoutItsKey_IsNamed()
    {
        const string message = "kv.ClientCertificateFile goes together with ClientKeyFile*";

        Start("https://etcd", options => options.ClientCertificateFile = certificates.Good.CertificateFile).Should().Throw<OptionsValidationException>().WithMessage(message);
        Start("https://etcd", options => options.ClientKeyFile = certificates.Good.KeyFile).Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public void Start_FilesThatHoldSomethingElse_AreNamed()
    {
        Start("https://etcd", options => options.CertificateAuthorityFile = certificates.Good.KeyFile)
            .Should().Throw<OptionsValidationException>().WithMessage("kv.CertificateAuthorityFile: no certificate can be read from*");
        Start("https://etcd", options => Mutual(options, key: certificates.Other.KeyFile))
            .Should().Throw<OptionsValidationException>().WithMessage("kv.ClientCertificateFile: it or ClientKeyFile holds no certificate or no unencrypted key, or the key is another certificate's.");
        Start("https://etcd", options => Mutual(options, key: certificates.Good.CertificateFile))
            .Should().Throw<OptionsValidationException>().WithMessage("kv.ClientCertificateFile: it or ClientKeyFile holds no certificate or no unencrypted key, or the key is another certificate's.");
    }

    [Fact]
    public void Start_TwoProbes_EachHasItsOwnTarget()
    {
        Action start = () => Start(builder => builder
            .AddPhilaeEtcd("http://plain", name: "plain")
            .AddPhilaeEtcd("https://secure", name: "secure", configure: Mutual)
            .AddPhilaeEtcd(_ => throw new InvalidOperationException(), name: "client"));

        start.Should().NotThrow();
    }

    private static Action Start(string target, Action<EtcdProbeOptions> configure) =>
        () => Start(builder => builder.AddPhilaeEtcd(target, name: "kv", configure: configure));

    private static void Start(Action<IHealthChecksBuilder> add)
    {
        var host = new ProbeHost(add);
        host.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    private void Mutual(EtcdProbeOptions options) => Mutual(options, certificates.Good.KeyFile);

    private void Mutual(EtcdProbeOptions options, string key)
    {
        options.CertificateAuthorityFile = certificates.Good.AuthorityFile;
        options.ClientCertificateFile = certificates.Good.CertificateFile;
        options.ClientKeyFile = key;
    }
}
