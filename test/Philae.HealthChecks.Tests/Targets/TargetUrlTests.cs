using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Tests.Targets;

public sealed class TargetUrlTests
{
    private static readonly Dictionary<string, int> Schemes = new() { ["db"] = 5432, ["db+"] = 5433 };

    [Theory]
    [InlineData("db:///orders", "")]
    [InlineData("db://user@/orders", "")]
    [InlineData("db://a", "a:5432")]
    [InlineData("db://u:p,w@a,b:1,[::1]:2/x", "a:5432 b:1 ::1:2")]
    [InlineData("db+driver://a", "a:5433")]
    [InlineData("DB+Driver://a", "a:5433")]
    [InlineData("db://%2Frun%2Fpostgresql/x", "/run/postgresql:5432")]
    [InlineData("db://%2Frun:7/x", "/run:7")]
    [InlineData("db://b\u00fccher.example.:80", "xn--bcher-kva.example.:80")]
    [InlineData("db://b%C3%BCcher.example", "xn--bcher-kva.example:5432")]
    [InlineData("db://\u65e5\u672c.jp", "xn--wgv71a.jp:5432")]
    [InlineData("db://my_db-1.svc", "my_db-1.svc:5432")]
    [InlineData("db://127.0.0.1", "127.0.0.1:5432")]
    [InlineData("db://0.0.0.0", "0.0.0.0:5432")]
    [InlineData("db://1a.2b", "1a.2b:5432")]
    [InlineData("db://0xyz", "0xyz:5432")]
    [InlineData("db://[::ffff:127.0.0.1]", "::ffff:127.0.0.1:5432")]
    [InlineData("db://[fe80::1%25lo]:9", "fe80::1%lo:9")]
    [InlineData("db://[fe80::1%lo]:9", "fe80::1%lo:9")]
    [InlineData(" \t\ufeffdb://a\r\n", "a:5432")]
    public void Parse_Hosts_AreAllThatAreNamed(string target, string hosts) =>
        string.Join(' ', Parse(target).Hosts.Select(static host => $"{host.Name}:{host.Port}")).Should().Be(hosts);

    [Theory]
    [InlineData("db://s3cr3t", "s3cr3t", null)]
    [InlineData("'db://u:s3cr3t@a'", null, "the target begins or ends with a quotation mark: write it without quotes.")]
    [InlineData("\"db://u:s3cr3t@a\"", null, "the target begins or ends with a quotation mark*")]
    [InlineData("\u201cdb://u:s3cr3t@a\u201d", null, "the target begins or ends with a quotation mark*")]
    [InlineData("db://u:s3cr3t@a\"", null, "the target begins or ends with a quotation mark*")]
    [InlineData("'db://u:s3cr3t@a", null, "the target begins or ends with a quotation mark*")]
    [InlineData("db://u:s3cr3t\n@a", null, "the target has a line break or another invisible character in it.*echo*")]
    [InlineData("db://u:s3cr3t@a\tb", null, "the target has a line break or another invisible character in it.*")]
    [InlineData("db://u:s3cr3t@a\u200b", null, "the target has a line break or another invisible character in it.*")]
    [InlineData("db://u:s3cr3t%0A@a", null, "the password of the URL holds a line break or another control character*")]
    [InlineData("db://u%00:s3cr3t@a", null, "the user name of the URL holds a line break or another control character*")]
    [InlineData("db://u:s3cr3t@a/%0a", null, "the path of the URL holds a line break*")]
    [InlineData("db://u:s3cr3t@a?x=%0a", null, "a parameter of the URL holds a line break*")]
    [InlineData("db://u:s3cr3t@a/b@c", null, "an '@' after the host of the URL must be percent-encoded *%40*")]
    [InlineData("db://u:12/s3cr3t@a", null, "an '@' after the host of the URL must be percent-encoded *")]
    [InlineData("db://u:12?s3cr3t@a", null, "an '@' after the host of the URL must be percent-encoded *")]
    [InlineData("db://u:12#s3cr3t@a", null, "an '@' after the host of the URL must be percent-encoded *")]
    [InlineData("db://u?s3cr3t@a", null, "an '@' after the host of the URL must be percent-encoded *")]
    [InlineData("db://a/x#s3cr3t", null, "a '#' in the URL must be percent-encoded *%23*")]
    [InlineData("db://:s3cr3t@:5432", null, "the URL has no host.")]
    [InlineData("db://:s3cr3t@a,", null, "the URL has no host.")]
    [InlineData("db://:s3cr3t@::1", null, "the port of the URL must be a number from 1 to 65535 *brackets*")]
    [InlineData("db://:s3cr3t@a b", null, "the host of the URL is neither a name nor an address *")]
    [InlineData("db://:s3cr3t@/b", "", null)]
    [InlineData("db://:s3cr3t@a%2Fb", null, "the host of the URL is neither a name nor an address *")]
    [InlineData("db://:s3cr3t@a%40b", null, "the host of the URL is neither a name nor an address *")]
    [InlineData("db://:s3cr3t@127.1", null, "the host of the URL ends in a number*127.0.0.1*")]
    [InlineData("db://:s3cr3t@2130706433", null, "the host of the URL ends in a number*")]
    [InlineData("db://:s3cr3t@0x7f000001", null, "the host of the URL ends in a number*")]
    [InlineData("db://:s3cr3t@0x7f.1", null, "the host of the URL ends in a number*")]
    [InlineData("db://:s3cr3t@0177.0.0.1", null, "the host of the URL ends in a number*")]
    [InlineData("db://:s3cr3t@127.0.0.1.", null, "the host of the URL ends in a number*")]
    [InlineData("db://:s3cr3t@256.0.0.1", null, "the host of the URL ends in a number*")]
    [InlineData("db://:s3cr3t@a.123", null, "the host of the URL ends in a number*")]
    [InlineData("db://:s3cr3t@[::1%25]x", null, "the host of the URL is neither a name nor an address *")]
    [InlineData("bd://:s3cr3t@a", null, "unknown URL scheme 'bd'; expected db://.")]
    [InlineData("other+db://:s3cr3t@a", null, "unknown URL scheme 'other+db'; expected db://.")]
    public void Parse_BadUrl_SaysWhatInOneLineAndQuotesNoSecret(string target, string? host, string? message)
    {
        if (message is null)
        {
            string.Concat(Parse(target).Hosts.Select(static host => host.Name)).Should().Be(host);
            return;
        }

        ArgumentException refusal = FluentActions.Invoking(() => Parse(target)).Should().Throw<ArgumentException>().WithParameterName("target").Which;
        refusal.Message.Should().Match(message + "*").And.NotContainAny("s3cr3t", "\n");
    }

    private static TargetUrl Parse(string target) => TargetUrl.Parse(target, Schemes);
}
