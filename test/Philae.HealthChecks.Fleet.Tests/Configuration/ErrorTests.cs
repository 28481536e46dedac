using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>What is wrong is said where the service is put together, with its path and without its value.</summary>
public sealed class ErrorTests
{
    private const string Duration = "must be a duration, written as 00:00:05 for five seconds.";

    [Theory]
    [InlineData("MaxAge", "soon", Duration)]
    [InlineData("MaxAge", "5", Duration)] // which .NET takes for five days
    [InlineData("maxage", "00:00:99", Duration)]
    [InlineData("Timeout", "3s", Duration)]
    [InlineData("Timeout", "00:00:00", "must be from 1 millisecond to 1 day.")]
    [InlineData("Timeout", "1.00:00:01", "must be from 1 millisecond to 1 day.")]
    [InlineData("MaxAge", "-00:00:01", "must be zero or from 1 millisecond to 1 day.")]
    [InlineData("UnhealthyMaxAge", "2.00:00:00", "must be zero or from 1 millisecond to 1 day.")]
    [InlineData("FailureThreshold", "0", "must be at least 1.")]
    [InlineData("FailureThreshold", "two", "must be a whole number.")]
    [InlineData("SuccessThreshold", "", "must be a whole number.")]
    [InlineData("SuccessThreshold", null, "must be a whole number.")]
    [InlineData("ExpectedStatusCode", "204.5", "must be a whole number.")]
    [InlineData("ExpectedStatusCode", "99999999999", "must be a whole number.")]
    [InlineData("FailureStatus", "Bad", "must be one of Unhealthy, Degraded.")]
    [InlineData("FailureStatus", "1", "must be one of Unhealthy, Degraded.")]
    [InlineData("FailureStatus", "Healthy", "must be one of Unhealthy, Degraded.")]
    [InlineData("Tags", "ready", "must be a list of texts.")]
    [InlineData("Tags:x", "ready", "must be a list of texts.", "Tags")]
    [InlineData("MaxAge:Seconds", "1", "must be a duration, written as 00:00:05 for five seconds, and not an object or a list.", "MaxAge")]
    [InlineData("UserName:0", "u", "must be a text, and not an object or a list.", "UserName")]
    [InlineData("Tags:0:a", "ready", "must be a text.", "Tags:0")]
    public void Add_BadValue_NamesItsPath(string key, string? value, string says, string? path = null) =>
        Configured.Refusal(Configured.Probe("https://host", (key, value))).Should().Equal($"Philae:Probes:it:{path ?? key}: {says}");

    [Theory]
    [InlineData("redis://cache", "Require", "must be one of Primary, All, Any.")]
    [InlineData("nsq://nsqd", "UseTls", "must be true or false.")]
    [InlineData("elasticsearch+http://es", "SkipCertificateVerification", "must be true or false.")]
    [InlineData("sample:healthy", "Delay", Duration)]
    [InlineData("github:", "BaseAddress", "must be an address.")]
    [InlineData("philae+http://orders", "Headers", "must be an object with texts.")]
    public void Add_BadValueOfAProbesOwnKey_NamesItsPath(string url, string key, string says) =>
        Configured.Refusal(Configured.Probe(url, (key, "http://["))).Should().Equal($"Philae:Probes:it:{key}: {says}");

    [Theory]
    [InlineData("http://host", "Expectedstatuscodes", "ExpectedStatusCode")]
    [InlineData("http://host", "TimeOut ", "Timeout")]
    [InlineData("http://host", "Tag", "Tags")]
    [InlineData("http://host", "Maxage ", "MaxAge")]
    [InlineData("redis://cache", "Requires", "Require")]
    [InlineData("etcd+https://a", "ClientCertFile", "ClientKeyFile")]
    [InlineData("http://host", "Max_Age", "MaxAge")]
    public void Add_KeyMisspelt_NamesTheNearest(string url, string key, string meant) =>
        Configured.Refusal(Configured.Probe(url, (key, "s3cret"))).Should().ContainSingle().Which.Should()
            .StartWith($"Philae:Probes:it:{key}: unknown key. Did you mean '{meant}'? Known are Url, Tags, ").And.NotContain("s3cret");

    [Theory]
    [InlineData("Uri")]
    [InlineData("Urls")]
    [InlineData("Ulr")]
    public void Add_UrlMisspelt_NamesIt(string key) =>
        Configured.Refusal(Configured.Section(($"Probes:it:{key}", "redis://:s3cret@cache"))).Should().Equal(
            $"Philae:Probes:it:{key}: unknown key. Did you mean 'Url'? Known are Url, Tags, FailureStatus, Timeout.");

    [Theory]
    [InlineData(" redis://cache\n")]
    [InlineData("\tgithub:\r\n")]
    public async Task Add_WhiteSpaceAroundTheUrl_DoesNotMatter(string url)
    {
        await using ProbeHost host = Configured.Host(Configured.Probe(url));
        await using ProbeHost trimmed = Configured.Host(Configured.Probe(url.Trim()));

        Portrait.Of(host).Should().Be(Portrait.Of(trimmed));
    }

    [Fact]
    public void Add_ProbesAsAList_SaysWhatIsWanted() =>
        Configured.Refusal(Configured.Section(("Probes:0:Url", "https://host"))).Should().Contain("Philae:Probes: must be an object with a key for each probe.");

    [Fact]
    public void Add_HeadersAsAList_SaysWhatIsWanted() =>
        Configured.Refusal(Configured.Probe("philae+http://orders", ("Headers:0", "a"))).Should().Equal("Philae:Probes:it:Headers: must be an object with texts.");

    [Theory]
    [InlineData("Healthy", "Healthy")]
    [InlineData("Tls:TargetHost", "Tls")] // code alone can set it
    [InlineData("ResponseValidator", "ResponseValidator")]
    [InlineData("Require", "Require")] // another probe's
    public void Add_UnknownKey_NamesItsPathAndTheKnown(string key, string path) =>
        Configured.Refusal(Configured.Probe("https://host", (key, "s3cret"))).Should().ContainSingle().Which
            .Should().StartWithEquivalentOf($"Philae:Probes:it:{path}: unknown key; known are Url, Tags, FailureStatus, Timeout, MaxAge, ")
            .And.Contain("ExpectedStatusCode").And.NotContain("s3cret").And.NotContain("Require,").And.NotContain("Tls,");

    [Theory]
    [InlineData("Probe:cache:Url", "Philae:Probe: unknown key. Did you mean 'Probes'? Known are Deadline, MaxAge, UnhealthyMaxAge, DrainDelay, MaxServiceDepth, ReportLogLevel, FailureLogLevel, RecoveryLogLevel, TraceDrivers, Probes.")]
    [InlineData("Deadline", "Philae:Deadline: " + Duration)]
    [InlineData("MaxAge:a", "Philae:MaxAge: must be a duration, written as 00:00:05 for five seconds, and not an object or a list.")]
    [InlineData("Probes", "Philae:Probes: must be an object with a key for each probe.")]
    [InlineData("Probes:cache", "Philae:Probes:cache: must be an object with a Url.")]
    [InlineData("Probes:cache:Tags:0", "Philae:Probes:cache:Url: required, and not empty.")]
    public void Add_BadSection_NamesItsPath(string key, string says) =>
        Configured.Refusal(Configured.Section((key, "redis://cache"))).Should().Equal(says);

    [Fact]
    public void Add_DeadlineOutOfRange_NamesItsPath() =>
        Configured.Refusal(Configured.Section(("Deadline", "2.00:00:00"))).Should().Equal("Philae:Deadline: must be from 1 millisecond to 1 day.");

    [Fact]
    public void Add_SeveralErrors_NamesThemAll()
    {
        IConfigurationSection section = Configured.Section(
            ("Deadline", "x"), ("Probes:a:Url", "redis://"), ("Probes:b:Url", "http://host"), ("Probes:b:MaxAge", "x"), ("Probes:b:Timeout", "2.00:00:00"), ("Probes:c:Url", ""));

        Configured.Refusal(section).Select(static line => line[..line.IndexOf(": ", StringComparison.Ordinal)]).Should().Equal(
            "Philae:Deadline", "Philae:Probes:a:Url", "Philae:Probes:b:Timeout", "Philae:Probes:b:MaxAge", "Philae:Probes:c:Url");
    }

    [Theory]
    [InlineData("http://host:70000", "the port of the URL must be a number from 1 to 65535 (a '/', '?', '#' or '@' in the user name or password must be percent-encoded).")]
    [InlineData("tcp://host", "a TCP target is tcp://host:port, and no more, with a port from 1 to 65535.")]
    [InlineData("tcp://host:25/", "a TCP target is tcp://host:port, and no more, with a port from 1 to 65535.")]
    [InlineData("nsq://host:4151/ping", "an NSQ target is nsq://host:port or nsq+https://host:port, and no more.")]
    [InlineData("github://status", "expected 'github:' and no more; another address goes into BaseAddress.")]
    [InlineData("statusio:", "The value cannot be an empty string or composed entirely of whitespace.")]
    [InlineData("statusio:a/b", "the id of a page is letters and digits; an address belongs into the option BaseAddress.")]
    [InlineData("sample:", "a sample is sample:healthy or sample:unhealthy.")]
    [InlineData("swift://host", "a Swift target is swift+https://user:password@host:5000/v3, or swift: alone for what the environment says.")]
    [InlineData("docker://host", "expected docker+unix:///path, docker+tcp://host:2375, or docker: alone for what the environment says.")]
    [InlineData("redis://cache/one", "a Redis URL is redis://user:password@host:port/database, the database being a number.")]
    public void Add_BadTarget_NamesItsPath(string url, string says) =>
        Configured.Refusal(Configured.Probe(url)).Should().Equal($"Philae:Probes:it:Url: {says}");

    [Fact]
    public void Add_NameOfBlanks_NamesItsPath() =>
        Configured.Refusal(Configured.Section(("Probes: :Url", "http://host"))).Should().ContainSingle().Which.Should().StartWith("Philae:Probes: : ");

    [Fact]
    public void AddScheme_NotTheStartOfAUrl_IsRefused()
    {
        IHealthChecksBuilder checks = new ServiceCollection().AddHealthChecks();

        Action add = () => checks.AddPhilaeFromConfiguration(
            Configured.Section(), static schemes => schemes.Add(new PhilaeConfigurationKeys<ProbeOptions>(), static (_, _) => { }, "que ue://"));

        add.Should().Throw<ArgumentException>().WithMessage("'que ue://' is not the start of a URL*");
    }
}
