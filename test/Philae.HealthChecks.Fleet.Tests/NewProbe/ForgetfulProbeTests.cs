using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Fleet.Tests.NewProbe;

/// <summary>The conformance tests name everything that a bad probe forgets.</summary>
public sealed class ForgetfulProbeTests
{
    [Theory]
    [InlineData(TargetPart.UserName)]
    [InlineData(TargetPart.Password)]
    [InlineData(TargetPart.Path)]
    [InlineData(TargetPart.Query)]
    public async Task Conformance_PartOfTheTargetDropped_IsNamed(TargetPart part)
    {
        await using var probe = new Conformance();

        await probe.Awaiting(it => it.Target_PartOfIt_IsUsedOrRefused(part)).Should().ThrowAsync<Exception>().WithMessage($"*{part}*dropped*");
    }

    [Theory]
    [InlineData("no page: docs/probes/forgetful.md")]
    [InlineData("no failure table: docs/probes/forgetful.md")]
    [InlineData("no failure class: Philae.HealthChecks.Fleet.Tests")]
    [InlineData("no schema: src/Philae.HealthChecks.Fleet.Tests/ConfigurationSchema.json")]
    [InlineData("no scheme: configuration does not take 'forgetful:'")]
    public async Task Conformance_PartOfThePackageMissing_IsNamed(string what)
    {
        await using var probe = new Conformance();

        await probe.Awaiting(static it => it.Package_OfTheProbe_LacksNothing()).Should().ThrowAsync<Exception>().WithMessage($"*\"{what}*");
    }

    [Fact]
    public async Task Conformance_NoOptions_IsNamed()
    {
        await using var probe = new Conformance();

        await probe.Awaiting(static it => it.Add_WithConfigure_SetsTheProbesOptions()).Should().ThrowAsync<Exception>().WithMessage("*no options*");
    }

    // What is left of the conformance passes: the probe is bad in nothing else.
    [Fact]
    public async Task Conformance_OfTheRest_Passes()
    {
        await using var probe = new Conformance();

        await probe.Check_Healthy_IsHealthy();
        await probe.Check_Refused_NamesTheReason();
        probe.Add_WithOptions_PassesThemOn();
    }

    private sealed class Conformance : ServerProbeConformance
    {
        private readonly RawServer _memcached = new(static async (stream, stop) =>
        {
            byte[] request = new byte["version\r\n".Length];
            await stream.ReadExactlyAsync(request, stop);
            await stream.WriteAsync("VERSION 1.6.0\r\n"u8.ToArray(), stop);
        });

        protected override string? DefaultName => "forgetful";

        protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

        protected override string RefusedError => "probe check failed: unable to contact it: connection refused";

        protected override string HealthyTarget => Target(_memcached.Port);

        protected override string Target(int port) => $"forgetful://user:{Secret}@127.0.0.1:{port}/path?weight=1";

        protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
            ForgetfulProbe.Add(builder, target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _memcached.DisposeAsync();
        }
    }
}
