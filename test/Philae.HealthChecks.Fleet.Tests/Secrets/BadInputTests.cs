using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>What cannot be read, or does not fit, with a secret in it: refused at registration, at the start, or at the check.</summary>
[Collection(nameof(WholeProcess))]
public sealed class BadInputTests
{
    private static readonly BadInput[] Inputs = [.. BadInput.Targets, .. BadInput.Options, .. BadInput.Variables];

    public static IEnumerable<TheoryDataRow<string>> Names() => Inputs.Select(static input => new TheoryDataRow<string>(input.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Add_BadInput_ShowsNoSecret(string name)
    {
        BadInput input = Inputs.Single(input => input.Name == name);
        foreach (Secret secret in (Secret[])[Secret.Plain(), Secret.Awkward()])
        {
            using var telemetry = new Telemetry();
            using var variables = new Variables();
            variables.Set(input.Environment(secret));
            Exception? refusal = await AddAsync(input, secret);

            Row.ShouldNotShow(secret, "exception", $"{refusal} {(refusal as ArgumentException)?.ParamName}");
            Row.ShouldNotShow(secret, "spans", telemetry.Spans());
            Row.ShouldNotShow(secret, "metrics", telemetry.Measurements);
        }
    }

    // Null: neither the registration nor the start refuses it, but the check does, whose report is looked at here.
    private static async Task<Exception?> AddAsync(BadInput input, Secret secret)
    {
        ProbeHost host;
        try
        {
            host = new ProbeHost(builder => input.Add(builder, secret));
        }
        catch (ArgumentException exception)
        {
            return exception;
        }

        await using (host)
        {
            OptionsValidationException? refusal = null;
            try
            {
                host.Services.GetService<IStartupValidator>()?.Validate();
            }
            catch (OptionsValidationException exception)
            {
                refusal = exception;
            }

            // An application without a host starts nothing that would validate.
            HealthReport report = await host.Prober.CheckAsync();
            (refusal is null && input.Reason is null).Should().BeFalse("it was taken, and then: {0}", ProbeHost.Reason(report));
            report.Status.Should().Be(HealthStatus.Unhealthy);
            ProbeHost.Reason(report).Should().EndWith(refusal is null ? input.Reason : "not configured");
            Row.ShouldNotShow(secret, report);
            Row.ShouldNotShow(secret, "log", host.Log.ToString());
            return refusal;
        }
    }
}
