using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Tests.Targets;

public sealed class TargetTextTests
{
    [Theory]
    [InlineData(" Host=db \r\n", "Host=db")]
    [InlineData("Host=db;\n    Password='a b' ;\n", "Host=db;\n    Password='a b' ;")]
    [InlineData("cache:6379,\n\tpassword=x", "cache:6379,\n\tpassword=x")]
    [InlineData("Host=db;Password=\"x\"", "Host=db;Password=\"x\"")]
    [InlineData("\ufeffredis://h\n", "redis://h")]
    public void Clean_WhiteSpaceThatIsNoPartOfAValue_IsTakenAway(string target, string clean) => TargetText.Clean(target).Should().Be(clean);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("\ufeff ")]
    [InlineData("\"Host=db\"")]
    [InlineData("'Host=db'")]
    [InlineData("Host=db;Password=a\nb")]
    [InlineData("cache:6379,password=a\tb")]
    [InlineData("cache:6379,password=a\u200bb")]
    [InlineData("redis://:a\n,b@h")]
    public void Clean_TargetThatIsNotWhatItLooksLike_NamesTheParameter(string? target) =>
        FluentActions.Invoking(() => TargetText.Clean(target)).Should().Throw<ArgumentException>().WithParameterName("target");
}
