using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Philae.HealthChecks.MySql.Tests;

public sealed class MySqlTargetTests
{
    [Fact]
    public void Parse_WholeUrl_TakesEveryPart()
    {
        MySqlConnectionStringBuilder settings = Parse("mysql://us%40er:p%2Fa%3Ass%3D%3B'w%22d@db.internal:3307/or%20ders?charset=utf8mb4&Application Name=shop&connect_timeout=7");

        settings.Server.Should().Be("db.internal");
        settings.Port.Should().Be(3307);
        settings.UserID.Should().Be("us@er");
        settings.Password.Should().Be("p/a:ss=;'w\"d");
        settings.Database.Should().Be("or ders");
        settings.ApplicationName.Should().Be("shop");
        settings.ConnectionTimeout.Should().Be(7);
        settings.CharacterSet.Should().Be("utf8mb4");
    }

    [Theory]
    [InlineData("mysql://host")]
    [InlineData("mariadb://host/")]
    [InlineData("MySQL://host")]
    [InlineData("mysql2://host")]
    [InlineData("mysql+pymysql://host")]
    [InlineData("mariadb+mariadbconnector://host")]
    [InlineData(" mysql://host\n")]
    public void Parse_ShortUrl_HasTheUsualPortAndNoAccount(string url)
    {
        MySqlConnectionStringBuilder settings = Parse(url);

        settings.Port.Should().Be(3306);
        settings.UserID.Should().BeEmpty();
        settings.Password.Should().BeEmpty();
        settings.Database.Should().BeEmpty();
        settings.SslMode.Should().Be(MySqlSslMode.Preferred);
    }

    [Fact]
    public void Parse_AddressOfVersion6_IsTheServer() => Parse("mysql://root@[::1]:3307/x").Server.Should().Be("::1");

    [Theory]
    [InlineData("ssl-mode=DISABLED", MySqlSslMode.None)]
    [InlineData("ssl-mode=PREFERRED", MySqlSslMode.Preferred)]
    [InlineData("ssl_mode=REQUIRED", MySqlSslMode.Required)]
    [InlineData("sslmode=verify_ca", MySqlSslMode.VerifyCA)]
    [InlineData("sslMode=VERIFY_IDENTITY", MySqlSslMode.VerifyFull)]
    [InlineData("SslMode=VerifyFull", MySqlSslMode.VerifyFull)]
    [InlineData("tls=true", MySqlSslMode.VerifyFull)]
    [InlineData("tls=skip-verify", MySqlSslMode.Required)]
    [InlineData("tls=preferred", MySqlSslMode.Preferred)]
    [InlineData("tls=false", MySqlSslMode.None)]
    public void Parse_TlsParameter_IsTheDriversMode(string query, MySqlSslMode mode) => Parse($"mysql://host/?{query}").SslMode.Should().Be(mode);

    [Theory]
    [InlineData("ssl-ca=/c/ca.pem&ssl-cert=/c/cert.pem&ssl-key=/c/key.pem")]
    [InlineData("ssl_ca=/c/ca.pem&ssl_cert=/c/cert.pem&ssl_key=/c/key.pem")]
    [InlineData("SslCa=/c/ca.pem&SslCert=/c/cert.pem&SslKey=/c/key.pem")]
    public void Parse_CertificateParameters_AreTheDriversFiles(string query)
    {
        MySqlConnectionStringBuilder settings = Parse($"mysql://host/?{query}");

        (settings.SslCa, settings.SslCert, settings.SslKey).Should().Be(("/c/ca.pem", "/c/cert.pem", "/c/key.pem"));
    }

    [Theory]
    [InlineData("connect_timeout=7")]
    [InlineData("connect-timeout=7")]
    [InlineData("ConnectionTimeout=7")]
    [InlineData("Connect%20Timeout=7")]
    public void Parse_ConnectTimeout_IsTheDriversInSeconds(string query) => Parse($"mysql://host/?{query}").ConnectionTimeout.Should().Be(7);

    [Fact]
    public void Parse_ConnectionString_IsTheDriversExceptForPooling()
    {
        MySqlConnectionStringBuilder settings = Parse("Server=a,b;Port=3307;Uid=u;Pwd='p;q';Database=d;MaximumPoolSize=7;Pooling=true");

        (settings.Server, settings.Port, settings.UserID, settings.Password, settings.Database).Should().Be(("a,b", 3307u, "u", "p;q", "d"));
        settings.Pooling.Should().BeFalse();
    }

    [Theory]
    [InlineData("postgres://user:s3cr3t@host", "*scheme 'postgres'*mysql:// or mariadb://*")]
    [InlineData("mysql://", "*no host*")]
    [InlineData("mysql://user:s3cr3t@:3306/db", "*no host*")]
    [InlineData("mysql://user:s3cr3t@host:0/db", "*port*")]
    [InlineData("mysql://user:s3cr3t@host:70000/db", "*port*")]
    [InlineData("mysql://user:s3cr3t@host:abc/db", "*port*")]
    [InlineData("mysql://user:12/s3cr3t@host/db", "*database*percent-encoded*")]
    [InlineData("mysql://user:a/s3cr3t@host/db", "*'@' after the host*percent-encoded*")]
    [InlineData("mysql://user:s3cr3t@host/?colour=s3cr3t", "*'colour' is not known*")]
    [InlineData("mysql://user:s3cr3t@host/?connectTimeut=1000", "*'connectTimeut' is not known. Did you mean 'connect_timeout'?*")]
    [InlineData("mysql://user:s3cr3t@host/?connect_timeout=s3cr3t", "*'connect_timeout' has a value that it cannot have*")]
    [InlineData("mysql://user:s3cr3t@host/?connect_timeout=-1", "*'connect_timeout' has a value that it cannot have*")]
    [InlineData("mysql://user:s3cr3t@host/?ssl-mode=s3cr3t", "*'ssl-mode' has a value that it cannot have*")]
    [InlineData("mysql://user:s3cr3t@host/?ssl-mode=7", "*'ssl-mode' has a value that it cannot have*")]
    [InlineData("mysql://user:s3cr3t@host/?ssl-mode=true", "*'ssl-mode' has a value that it cannot have*")]
    [InlineData("mysql://user:s3cr3t@host/?tls=custom", "*'tls' has a value that it cannot have*")]
    [InlineData("mysql://user:s3cr3t@host/?Use%20Compression=s3cr3t", "*'Use Compression' has a value that it cannot have*")]
    [InlineData("mysql://user:s3cr3t@host/?port=0", "*port*")]
    [InlineData("mysql://user:12?s3cr3t@host/db", "*'@' after the host*percent-encoded*")]
    [InlineData("mysql://user:12?s3cr3t=x@host/db", "*'@' after the host*percent-encoded*")]
    [InlineData("User ID=u;Password=s3cr3t", "*names no server*")]
    [InlineData("Server=;Password=s3cr3t", "*names no server*")]
    [InlineData("Server=a, ;Password=s3cr3t", "*names no server*")]
    [InlineData("Server=host;Port=0;Password=s3cr3t", "*port*")]
    [InlineData("Server=host;Port=70000;Password=s3cr3t", "*port*")]
    [InlineData("Server=host;Port=s3cr3t", "*not a MySQL URL*")]
    [InlineData("Server=host;Password=a;s3cr3t=b", "*not a MySQL URL*")]
    [InlineData("Server=host;Password=a;s3cr3t", "*not a MySQL URL*")]
    [InlineData("s3cr3t", "*not a MySQL URL*")]
    [InlineData("Server=host;SslMode=s3cr3t", "*not a MySQL URL*")]
    [InlineData("Server=host;Password=s3cr3t;OldGuids=true;GuidFormat=Char36", "*refuses these settings*")]
    [InlineData("Server=host;Password=s3cr3t;TlsCipherSuites=s3cr3t", "*refuses these settings*")]
    public void Add_BadTarget_SaysWhatIsWrongAndQuotesNoSecret(string target, string message)
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeMySql(target);

        ArgumentException error = add.Should().Throw<ArgumentException>().WithParameterName("target").WithMessage(message).Which;
        error.ToString().Should().NotContain("s3cr3t");
    }

    private static MySqlConnectionStringBuilder Parse(string target) => new(MySqlTarget.Parse(target));
}
