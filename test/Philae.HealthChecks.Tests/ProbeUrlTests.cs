namespace Philae.HealthChecks.Tests;

public sealed class ProbeUrlTests
{
    private static readonly Dictionary<string, int> Schemes = new() { ["redis"] = 6379, ["rediss"] = 6380 };

    [Theory]
    [InlineData("redis://cache", "cache", 6379, null, null, "")]
    [InlineData("REDISS://Cache/", "Cache", 6380, null, null, "")]
    [InlineData("redis://cache:1/", "cache", 1, null, null, "")]
    [InlineData("redis://cache:65535/2", "cache", 65535, null, null, "2")]
    [InlineData("redis://10.0.0.7:6390/a/b", "10.0.0.7", 6390, null, null, "a/b")]
    [InlineData("redis://[::1]", "::1", 6379, null, null, "")]
    [InlineData("redis://u:p@[fe80::1:2]:7000/1", "fe80::1:2", 7000, "u", "p", "1")]
    [InlineData("redis://my_cache.svc.cluster.local", "my_cache.svc.cluster.local", 6379, null, null, "")]
    [InlineData("redis://u@cache", "cache", 6379, "u", null, "")]
    [InlineData("redis://:p@cache", "cache", 6379, null, "p", "")]
    [InlineData("redis://u:@cache", "cache", 6379, "u", "", "")]
    [InlineData("redis://@cache", "cache", 6379, null, null, "")]
    [InlineData("redis://u%40x:p%2F%3F%23%40%3A%25%20%C3%A9@cache/d%2Fb", "cache", 6379, "u@x", "p/?#@:% é", "d/b")]
    [InlineData("redis://u:p:q@r%zz@cache", "cache", 6379, "u", "p:q@r%zz", "")]
    [InlineData("redis://u:p+q@cache", "cache", 6379, "u", "p+q", "")]
    [InlineData("redis://cache/1#fragment", "cache", 6379, null, null, "1")]
    [InlineData("redis://cache/@a?b=@c", "cache", 6379, null, null, "@a")]
    [InlineData("redis://u:p@cache/%40a", "cache", 6379, "u", "p", "@a")]
    [InlineData("redis://cache#fragment", "cache", 6379, null, null, "")]
    [InlineData(" redis://cache/1\r\n", "cache", 6379, null, null, "1")]
    [InlineData("redis://b\u00fccher.example", "xn--bcher-kva.example", 6379, null, null, "")]
    [InlineData("redis://[fe80::1%25eth0]:7000", "fe80::1%eth0", 7000, null, null, "")]
    [InlineData("redis://cache?x=/1", "cache", 6379, null, null, "")]
    public void Parse_GoodUrl_IsTakenApart(string target, string host, int port, string? userName, string? password, string path)
    {
        ProbeUrl url = ProbeUrl.Parse(target, Schemes);

        (url.Scheme, url.Host, url.Port, url.UserName, url.Password, url.Path)
            .Should().Be((target.TrimStart().StartsWith('R') ? "rediss" : "redis", host, port, userName, password, path));
    }

    [Theory]
    [InlineData("redis://h", "")]
    [InlineData("redis://h?", "")]
    [InlineData("redis://h/1?a=b", "[a, b]")]
    [InlineData("redis://h?a=b&a=c&&d&e=&=f#g=h", "[a, b][a, c][d, ][e, ][, f]")]
    [InlineData("redis://h?a%26=b%3Dc=d?e/f", "[a&, b=c=d?e/f]")]
    public void Parse_Query_KeepsTheOrder(string target, string query) => string.Concat(ProbeUrl.Parse(target, Schemes).Query).Should().Be(query);

    [Theory]
    [InlineData("cache:6379", "not a URL; expected redis:// or rediss://.*")]
    [InlineData("cache:6379,password=s3cr3t", "not a URL; *")]
    [InlineData("//cache", "not a URL; *")]
    [InlineData("://cache", "not a URL; *")]
    [InlineData("1redis://cache", "not a URL; *")]
    [InlineData("redis:/cache", "not a URL; *")]
    [InlineData("http://cache", "unknown URL scheme 'http'; expected redis:// or rediss://.*")]
    [InlineData("redis://", "the URL has no host.*")]
    [InlineData("redis:///1", "the URL has no host.*")]
    [InlineData("redis://:6379", "the URL has no host.*")]
    [InlineData("redis://u:p@", "the URL has no host.*")]
    [InlineData("redis://[]", "the host of the URL is neither a name nor an address *")]
    [InlineData("redis://?x=y", "the URL has no host.*")]
    [InlineData("redis://cache:", "the port of the URL must be a number from 1 to 65535 *")]
    [InlineData("redis://cache:0", "the port of the URL must be *")]
    [InlineData("redis://cache:65536", "the port of the URL must be *")]
    [InlineData("redis://cache:-1", "the port of the URL must be *")]
    [InlineData("redis://cache:+1", "the port of the URL must be *")]
    [InlineData("redis://cache: 1", "the port of the URL must be *")]
    [InlineData("redis://cache:0x1", "the port of the URL must be *")]
    [InlineData("redis://cache:99999999999", "the port of the URL must be *")]
    [InlineData("redis://::1", "the port of the URL must be *")]
    [InlineData("redis://[::1", "the * of the URL *")]
    [InlineData("redis://[::1]x:80", "the host of the URL is neither a name nor an address *")]
    [InlineData("redis://[cache]:80", "the host of the URL is neither a name nor an address *")]
    [InlineData("redis://ca che", "the host of the URL is neither a name nor an address *")]
    [InlineData("redis://a..b", "the host of the URL is neither a name nor an address *")]
    [InlineData("redis://:s3cr3t@x/y@cache", "an '@' after the host of the URL must be percent-encoded *")]
    [InlineData("redis://u:s3cr3t@x?y@cache", "an '@' after the host *")]
    [InlineData("redis://u@cache#a@b", "an '@' after the host *")]
    [InlineData("redis://a,b", "the host of the URL is neither a name nor an address *")]
    [InlineData("redis://%2Ftmp%2Fx", "the host of the URL is neither a name nor an address *")]
    [InlineData("redis://u:s3cr3t\n@cache", "the target has a line break or another invisible character in it. *")]
    [InlineData("'redis://u:s3cr3t@cache'", "the target begins or ends with a quotation mark*")]
    public void Parse_BadUrl_SaysWhatAndNamesTheParameter(string target, string message) =>
        Refused(target).Should().Match(message).And.NotContain("s3cr3t");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Parse_Nothing_NamesTheParameter(string? target) => Refused(target!);

    [Theory]
    [InlineData("redis://h", true)]
    [InlineData("mongodb+srv://h", true)]
    [InlineData("a1.b-c://", true)]
    [InlineData("Host=h;Url=x://y", false)]
    [InlineData("h:1", false)]
    [InlineData("+x://h", false)]
    [InlineData("://h", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsUrl_Text_IsOneWhereItStartsWithAScheme(string? target, bool expected) => ProbeUrl.IsUrl(target).Should().Be(expected);

    [Fact]
    public void Parse_PasswordNotEncoded_IsNeverQuoted()
    {
        const string alphabet = "/?#@:%[]. &=;,'\"<>\\abcXYZ0189\u00e9\u6f22";
        var random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            // Two that no message of its own has in it, with anything before, between and after.
            string password = $"{Noise(random, alphabet)}s3cr{Noise(random, alphabet)}3tw0{Noise(random, alphabet)}";
            try
            {
                ProbeUrl url = ProbeUrl.Parse($"redis://{(round % 2 == 0 ? "user" : "")}:{password}@cache:6379/1", Schemes);
                url.Host.Should().NotContain("s3cr", password);
            }
            catch (ArgumentException refusal)
            {
                refused++;
                refusal.ParamName.Should().Be("target");
                refusal.ToString().Should().NotContain("s3cr").And.NotContain("3tw0");
            }
        }

        refused.Should().BeGreaterThan(5_000);
    }

    [Fact]
    public void Parse_PasswordEncoded_ComesBackWhole()
    {
        foreach (string password in (string[])["/?#@:%", "a b+c", "é漢😀", "%41", "'\";,&=", "[::1]"])
        {
            ProbeUrl.Parse($"redis://:{Uri.EscapeDataString(password)}@cache", Schemes).Password.Should().Be(password);
        }
    }

    private static string Refused(string target) =>
        FluentActions.Invoking(() => ProbeUrl.Parse(target, Schemes)).Should().Throw<ArgumentException>().WithParameterName("target").Which.Message;

    private static string Noise(Random random, string alphabet) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => alphabet[random.Next(alphabet.Length)]));
}
