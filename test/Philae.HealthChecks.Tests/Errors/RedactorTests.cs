using System.Diagnostics;
using System.Reflection;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Tests.Errors;

/// <summary>Texts as exceptions really carry them; every secret in them contains <c>s3cr</c>.</summary>
public sealed class RedactorTests
{
    [Theory]
    [InlineData("Connection refused [127.0.0.1:6379]")]
    [InlineData("Name or service not known (payments.internal:443)")]
    [InlineData("28P01: password authentication failed for user \"orders\"")]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.")]
    [InlineData("NOAUTH Authentication required.")]
    [InlineData("Get \"https://api.example.com/v1/users?id=7\": timed out")]
    [InlineData("Failed to read /etc/keys/app.json: No such file")]
    [InlineData("http://cache:6379 is down, says ops@example.com")]
    [InlineData("\"http://[::1]:80/x\" is down, says ops@example.com")]
    [InlineData("https://cache/ping: refused, says ops@example.com")]
    [InlineData("")]
    public void Redact_NoSecret_KeepsTheText(string text) => Redactor.Redact(text).Should().Be(text);

    [Theory]
    // URLs
    [InlineData("cannot reach redis://:s3cr3t@cache:6379/1, giving up", "cannot reach redis://***@cache:6379/1, giving up")]
    [InlineData("'https://ops:s3cr3t@host/ping' said 500", "'https://***@host/ping' said 500")]
    [InlineData("\"mongodb://u:s3cr%40t@a:1,b:2/db\"", "\"mongodb://***@a:1,b:2/db\"")]
    [InlineData("amqp://u:s3cr@t/p#w?d@mq:5672", "amqp://***@mq:5672")]
    [InlineData("from http://a:s3cr1@x to http://b:s3cr2@y", "from http://***@x to http://***@y")]
    [InlineData("https://token-s3cr3t@github.com/x", "https://***@github.com/x")]
    [InlineData("proxy 'http://u:s3cr 3t\"s3cr'x@proxy:80/' failed", "proxy 'http://***@proxy:80/' failed")]
    [InlineData("from http://a:s3cr 1@x to http://b:s3cr 2@y", "from http://***@x to http://***@y")]
    // without a scheme
    [InlineData("dial root:s3cr3t@tcp(db:3306)/orders: refused", "dial ***@tcp(db:3306)/orders: refused")]
    [InlineData("cannot reach u:s3cr/3t@host:5432", "cannot reach ***@host:5432")]
    [InlineData("(u:s3cr3t@[::1]:5432)", "(***@[::1]:5432)")]
    // connection strings
    [InlineData("Host=db;Username=u;Password=s3cr3t;Database=d", "Host=db;Username=u;Password=***;Database=d")]
    [InlineData("Server=db;Pwd=s3cr3t;Port=1", "Server=db;Pwd=***;Port=1")]
    [InlineData("Server=db; User Password = s3cr3t ; Port=1", "Server=db; User Password = ***; Port=1")]
    [InlineData("Password=\"s3cr;3t x\";Host=db", "Password=***;Host=db")]
    [InlineData("Password='s3cr;3t x';Host=db", "Password=***;Host=db")]
    [InlineData("Password=\"s\"\"s3cr;3t\";Host=db", "Password=***;Host=db")]
    [InlineData("Password='s''s3cr;3t';Host=db", "Password=***;Host=db")]
    [InlineData("Password=\"x s3cr;3t x", "Password=***")]
    [InlineData("Password=a,s3cr}&3t;Host=db", "Password=***;Host=db")]
    [InlineData("Password=correct horse s3cr;Host=db", "Password=***;Host=db")]
    [InlineData("cache:6379,password=s3cr3t,ssl=True", "cache:6379,password=***,ssl=True")]
    [InlineData("AccountName=a;AccountKey=s3cr+/3t==;EndpointSuffix=x", "AccountName=a;AccountKey=***;EndpointSuffix=x")]
    [InlineData("Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=s3cr3t=", "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=***")]
    // headers
    [InlineData("Authorization: Basic s3crdXNlcjpwYXNz\r\nHost: x", "Authorization: Basic ***\r\nHost: x")]
    [InlineData("authorization: bearer s3cr.eyJh-b_c~d+/==, Host: x", "authorization: bearer ***, Host: x")]
    [InlineData("header 'X-Auth-Token: s3cr3t' refused", "header 'X-Auth-Token: *** refused")]
    [InlineData("access_token: Bearer s3cr3t.x", "access_token: *** ***")]
    [InlineData("x-api-key: s3cr3t", "x-api-key: ***")]
    [InlineData("PRIVATE-TOKEN=s3cr3t", "PRIVATE-TOKEN=***")]
    [InlineData("Authorization: Token s3cr3t\r\nHost: x", "Authorization: ***\r\nHost: x")]
    [InlineData("Authorization: s3cr3t", "Authorization: ***")]
    [InlineData("Cookie: id=1; session=s3cr3t\r\nHost: x", "Cookie: ***\r\nHost: x")]
    [InlineData("Set-Cookie: s3cr3t", "Set-Cookie: ***")]
    [InlineData("rejected eyJhbGciOiJIUzI1NiJ9.s3crIxMjM0.sig-s3cr as expired", "rejected *** as expired")]
    [InlineData("secretKey: s3cr3t", "secretKey: ***")]
    [InlineData("redis://h?auth=s3cr3t", "redis://h?auth=***")]
    [InlineData("sessionId=s3cr3t&x=1", "sessionId=***&x=1")]
    // JSON
    [InlineData("{\"user\":\"u\",\"password\":\"s3cr3t\",\"db\":1}", "{\"user\":\"u\",\"password\":***,\"db\":1}")]
    [InlineData("{\"password\": \"a\\\"s3cr3t\", \"db\": 1}", "{\"password\": ***, \"db\": 1}")]
    [InlineData("{\\\"password\\\":\\\"s3cr3t\\\",\\\"db\\\":1}", "{\\\"password\\\":***,\\\"db\\\":1}")]
    [InlineData("{'client_secret': 's3cr3t', 'db': 1}", "{'client_secret': ***, 'db': 1}")]
    [InlineData("{\"apiKey\":\"s3cr3t\"}", "{\"apiKey\":***}")]
    // query strings
    [InlineData("GET /ping?user=u&password=s3cr3t&db=1 failed", "GET /ping?user=u&password=***&db=1 failed")]
    [InlineData("https://x/y?access_token=s3cr3t&z=1", "https://x/y?access_token=***&z=1")]
    [InlineData("https://x.blob/y?sv=1&sig=s3cr%2B3t%3D&se=2", "https://x.blob/y?sv=1&sig=***&se=2")]
    [InlineData("jdbc:postgresql://h/d?user=u&password=s3cr3t", "jdbc:postgresql://h/d?user=u&password=***")]
    public void Redact_Secret_IsGoneAndTheRestKept(string text, string redacted)
    {
        Redactor.Redact(text).Should().Be(redacted);
        redacted.Should().NotContain("s3cr");
    }

    // A cut may take the end away by which a secret is known, or a part of it.
    [Theory]
    [MemberData(nameof(Secrets))]
    public void Redact_SecretAtTheCut_IsGone(string text)
    {
        for (int maxLength = 1; maxLength < text.Length + 3; maxLength++)
        {
            Redactor.Redact(text, maxLength).Should().NotContain("s3", "it is cut at {0}", maxLength).And.Subject.Length.Should().BeLessThanOrEqualTo(maxLength + 1);
        }
    }

    public static TheoryData<string> Secrets => [.. typeof(RedactorTests).GetMethod(nameof(Redact_Secret_IsGoneAndTheRestKept))!
        .GetCustomAttributes<InlineDataAttribute>().Select(static row => (string)row.Data[0]!)];

    [Theory]
    [InlineData("", 5, "")]
    [InlineData("timed out", 9, "timed out")]
    [InlineData("timed out", 8, "timed ou…")]
    [InlineData("is 😀", 4, "is …")]
    [InlineData("is 😀", 5, "is 😀")]
    [InlineData("😀", 1, "…")]
    [InlineData("sig=a sig=a", 11, "sig=*** sig…")]
    [InlineData("password=s3cr3t and more", 15, "password=***…")]
    public void Redact_MaxLength_KeepsTheBeginning(string text, int maxLength, string kept) => Redactor.Redact(text, maxLength).Should().Be(kept);

    // What a regular expression goes back over again and again: many beginnings of a secret, none of which has an end.
    [Theory]
    [InlineData("://")]
    [InlineData("://a:b")]
    [InlineData("://a: b ")]
    [InlineData("password")]
    [InlineData("password ")]
    [InlineData("password= ")]
    [InlineData("password=\"")]
    [InlineData("password='a\"")]
    [InlineData("password=\\")]
    [InlineData("password=\"\\")]
    [InlineData("password=a,")]
    [InlineData("password=,a")]
    [InlineData("Bearer ")]
    [InlineData("a:")]
    [InlineData("a:b,")]
    [InlineData("Cookie")]
    [InlineData("Authorization: ")]
    [InlineData("eyJaaaaaaaaa.")]
    [InlineData("key ")]
    [InlineData(" ")]
    [InlineData("\\")]
    [InlineData(",a")]
    public void Redact_HostileText_TakesTimeInProportionToItsLength(string piece)
    {
        Redact(piece, 1 << 10);
        TimeSpan small = Redact(piece, 1 << 16);

        // 16 times the length: a quadratic expression takes 256 times as long, seconds at the least, and at each attempt.
        Enumerable.Range(0, 5).Should().Contain(_ => Redact(piece, 1 << 20) < (small * 100) + TimeSpan.FromSeconds(1));
    }

    private static TimeSpan Redact(string piece, int length)
    {
        string text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        long start = Stopwatch.GetTimestamp();
        Redactor.Redact(text);
        return Stopwatch.GetElapsedTime(start);
    }
}
