using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Errors;

/// <summary>Foreign text forges no line in a log and does not reorder the text around it.</summary>
public sealed class LogTextTests
{
    private const string Forged = "a\nfail: forged";
    private const string Escaped = "a\\u000afail: forged";

    [Theory]
    [InlineData("", "")]
    [InlineData("redis", "redis")]
    [InlineData("Übergang, 東京 \U0001f600 'x' \\u000a", "Übergang, 東京 \U0001f600 'x' \\u000a")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("\r\n", "\\u000d\\u000a")]
    [InlineData("\0\t\u001b[31m", "\\u0000\\u0009\\u001b[31m")]
    [InlineData("\u007f\u0085\u009b", "\\u007f\\u0085\\u009b")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("\u061c\u200e\u200f", "\\u061c\\u200e\\u200f")]
    [InlineData("\u202a\u202b\u202c\u202d\u202e", "\\u202a\\u202b\\u202c\\u202d\\u202e")]
    [InlineData("\u2066\u2067\u2068\u2069", "\\u2066\\u2067\\u2068\\u2069")]
    public void Escape_Text_StaysOneLine(string text, string escaped) => LogText.Escape(text).Should().Be(escaped);

    [Fact]
    public void Escape_NothingUnsafe_IsTheSameObject()
    {
        string text = new('a', 3);

        LogText.Escape(text).Should().BeSameAs(text);
    }

    [Fact]
    public async Task Log_ControlCharactersInNameAndReason_AreEscapedInEveryLine()
    {
        var time = new FakeTimeProvider();
        Exception? failure = null;
        await using var host = new ProbeHost(
            builder =>
            {
                builder.Services.AddSingleton<IProbeObserver, FailingObserver>();
                builder.AddPhilaeProbe(Forged, _ => failure is null ? Task.CompletedTask : Task.FromException(failure));
            },
            time);

        await host.Prober.CheckAsync();
        failure = new ProbeException("down\r\nfail: forged");
        await host.Prober.CheckAsync();
        failure = null;
        await host.Prober.CheckAsync();

        await Eventually.TrueAsync(() => Lines(host).Count(static line => line.StartsWith("Probe '", StringComparison.Ordinal)) == 2);
        await Eventually.TrueAsync(() => Lines(host).Count(static line => line.StartsWith("The observer", StringComparison.Ordinal)) == 3);
        Lines(host).Where(static line => line.StartsWith("Probe '", StringComparison.Ordinal)).Should().Equal(
            $"Probe '{Escaped}' is Unhealthy after 00:00:00 Healthy. probe check failed: down\\u000d\\u000afail: forged",
            $"Probe '{Escaped}' is Healthy after 00:00:00 Unhealthy.");
        Lines(host).Should().NotContain(static line => line.StartsWith("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_FirstResultAndTheEndOfAnAbandonedCheck_AreEscaped()
    {
        var time = new FakeTimeProvider();
        var held = new TaskCompletionSource();
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe(Forged, _ => held.Task), time);

        Task<HealthReport> report = host.Prober.CheckAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        await report;
        held.SetException(new ProbeException("down\nfail: forged"));

        await Eventually.TrueAsync(() => host.Log.ToString().Contains("abandoned at its deadline", StringComparison.Ordinal));
        Lines(host).Should().Contain(line => line.StartsWith($"Probe '{Escaped}' is Unhealthy from the start", StringComparison.Ordinal));
        Lines(host).Should().Contain(line => line.StartsWith($"The check of '{Escaped}'", StringComparison.Ordinal) && line.EndsWith("down\\u000afail: forged", StringComparison.Ordinal));
        Lines(host).Should().NotContain(static line => line.StartsWith("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Observer_ControlCharactersInTheReason_AreEscaped()
    {
        var told = new TaskCompletionSource<ProbeStateChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.AddSingleton<IProbeObserver>(new Observer(told.SetResult));
            builder.AddPhilaeProbe("p", static _ => throw new ProbeException("down\n\u202efail"));
        });

        await host.Prober.CheckAsync();

        (await told.Task).Reason.Should().Be("probe check failed: down\\u000a\\u202efail");
    }

    [Fact]
    public async Task Start_NameThatIsTakenTwice_IsEscapedInTheError()
    {
        await using var host = new ProbeHost(static builder => builder
            .AddPhilaeProbe(Forged, static _ => Task.CompletedTask).AddPhilaeProbe(Forged, static _ => Task.CompletedTask));

        Action read = () => _ = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value;

        read.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain($"'{Escaped}'").And.NotContain("\n");
    }

    private static IEnumerable<string> Lines(ProbeHost host) => host.Log.ToString().Split('\n').Select(static line => line.Trim());

    private sealed class FailingObserver : IProbeObserver
    {
        public void OnStateChanged(ProbeStateChange change) => throw new InvalidOperationException("out of paper");
    }

    private sealed class Observer(Action<ProbeStateChange> told) : IProbeObserver
    {
        public void OnStateChanged(ProbeStateChange change) => told(change);
    }
}
