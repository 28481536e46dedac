using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Nsq;

public sealed class NsqFaultTests : HttpFaults
{
    protected override string Path => "/ping";

    protected override string Good => "OK";

    protected override string Invalid => "Unable to send request: unexpected response";

    protected override void Add(IHealthChecksBuilder builder, Uri server, Action<HttpConnectionOptions> configure) =>
        builder.AddPhilaeNsq(server.Host, server.Port, configure: options =>
        {
            options.UseTls = server.Scheme == "https";
            configure(options);
        });

    [Fact]
    public async Task Check_NsqdCannotWrite_IsUnhealthyWithoutItsWords()
    {
        Server.On("/ping", 500, "NOK - failed to write to disk /var/secret");

        (await ErrorAsync(Server.Address)).Should().Be("Invalid return code: 500 Internal Server Error");
    }
}
