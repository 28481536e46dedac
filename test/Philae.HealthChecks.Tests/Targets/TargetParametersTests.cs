using System.Globalization;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Tests.Targets;

public sealed class TargetParametersTests
{
    private static readonly TargetParameters<Dictionary<string, string>> Table = new TargetParameters<Dictionary<string, string>>()
        .Map("connect_timeout", static (settings, value) => Set(settings, "seconds", $"{int.Parse(value, CultureInfo.InvariantCulture)}"), "seconds")
        .Map("connectTimeout", static (settings, value) => Set(settings, "milliseconds", value))
        .Map("password", static (settings, value) => Set(settings, "password", value), isSecret: true)
        .Map("tls", static (settings, value) => value == "no-verify" ? "accepts any certificate" : Set(settings, "tls", value))
        .PassOver("another's pool", "pool", "pool_timeout")
        .Map("tag", static (settings, value) => Set(settings, value, value), isList: true)
        .Refuse("crl", "cannot be checked here");

    [Theory]
    [InlineData("connect_timeout", "7", "seconds", "7")]
    [InlineData("Connect Timeout", "7", "seconds", "7")]
    [InlineData("connect-timeout", "7", "seconds", "7")]
    [InlineData("connectTimeout", "7", "milliseconds", "7")]
    [InlineData("CONNECTTIMEOUT", "7", "milliseconds", "7")]
    [InlineData("pass_word", "x", "password", "x")]
    public void Apply_KnownParameter_IsMapped(string name, string value, string setting, string set)
    {
        var settings = new Dictionary<string, string>();

        Table.Apply(settings, [new(name, value)]).Should().BeEmpty();

        settings.Should().Equal(new Dictionary<string, string> { [setting] = set });
    }

    [Fact]
    public void Apply_OtherClientsParameters_AreWarnedOfOnce()
    {
        var settings = new Dictionary<string, string>();

        Table.Apply(settings, [new("pool", "s3cr3t"), new("Pool", "s3cr3t"), new("tls", "no-verify")]).Should().Equal(
            "the parameter 'pool' has no effect here (another's pool)", "the parameter 'tls' accepts any certificate");

        settings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("conect_timeout=s3cr3t", "the parameter 'conect_timeout' is not known. Did you mean 'connect_timeout'?")]
    [InlineData("colour=s3cr3t", "the parameter 'colour' is not known.")]
    [InlineData("connect_timeout=s3cr3t", "the parameter 'connect_timeout' has a value that it cannot have; expected seconds.")]
    [InlineData("crl=s3cr3t", "the parameter 'crl' of the target cannot be checked here.")]
    [InlineData("connect_timeout=7&Connect-Timeout=8", "the parameter 'connect_timeout' is given twice, with different values.")]
    [InlineData("password=s3cr3t&password=s3cr3t2", "the parameter 'password' is given twice, with different values.")]
    [InlineData("password=abc&s3cr3t=x", "a parameter is not known; an '&', ';', '=' or ',' in a password must be percent-encoded *")]
    public void Apply_BadParameter_IsNamedWithoutItsValue(string query, string message)
    {
        Action apply = () => Table.Apply([], query.Split('&').Select(static pair => KeyValuePair.Create(pair.Split('=')[0], pair.Split('=')[1])));

        apply.Should().Throw<ArgumentException>().WithParameterName("target").Which.Message.Should().Match(message + " (Parameter 'target')").And.NotContain("s3cr3t");
    }

    [Fact]
    public void Apply_SameValueTwiceOrAList_IsMapped()
    {
        var settings = new Dictionary<string, string>();

        Table.Apply(settings, [new("tls", "a"), new("tls", "a"), new("tag", "x"), new("tag", "y")]).Should().BeEmpty();

        settings.Keys.Should().Equal("tls", "x", "y");
    }

    private static string? Set(Dictionary<string, string> settings, string key, string value)
    {
        settings[key] = value;
        return null;
    }
}
