using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using System.Net.Http.Headers;

namespace Philae.HealthChecks.AspNetCore.Tests.Loops;

/// <summary>The time that is left travels with a request: the service next to the one that does not answer names it.</summary>
public sealed class LoopBudgetTests : IAsyncLifetime
{
    private readonly LoopService[] _services = [new(), new(), new(), new()];
    private readonly HttpClient _client = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (LoopService service in _services)
        {
            await service.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1, "Unable to send request: timed out")]
    [InlineData(2, "s2 is down (error): s2: timed out")]
    [InlineData(3, "s2 is down (error): s2: s3 is down (error): s3: timed out")]
    public async Task Get_ChainWithTheLastFrozen_NamesTheLast(int frozen, string expected)
    {
        await ChainAsync(TimeSpan.FromSeconds(4));
        _services[frozen].Freeze();

        (await FirstErrorAsync()).Should().Be("probe check failed: " + expected);
    }

    [Fact]
    public async Task Get_FrozenAgainAndAgain_SaysTheSameEachTime()
    {
        await ChainAsync(TimeSpan.FromSeconds(1));
        _services[2].Freeze();
        string?[] errors = [await FirstErrorAsync(), await FirstErrorAsync(), await FirstErrorAsync()];

        errors.Should().OnlyContain(static error => error!.StartsWith("probe check failed: s2 is down (error): s2: "));
        errors.Should().OnlyContain(static error => error!.Contains("timed out"));
    }

    [Fact]
    public async Task Get_OwnProbeTakesLongerThanTheCallerWaits_IsTimedOutInThatAnswerAndNoState()
    {
        LoopService service = _services[0];
        service.Takes = TimeSpan.FromSeconds(2);
        service.Checks = static checks => checks.AddPhilaeProbe("quick", static _ => Task.CompletedTask);
        await service.StartAsync();
        Task<PhilaeReport> patient = GetAsync(service);

        PhilaeReport hasty = await GetAsync(service, "somebody", "100ms");

        Error(hasty, "own").Should().Be("probe check failed: timed out");
        hasty.Probes.Single(static probe => probe.Name == "quick").Healthy.Should().BeTrue();
        (await patient).Healthy.Should().BeTrue("who waits longer shares the run, and not the answer");
        (await service.Services.GetRequiredService<PhilaeProber>().CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Get_PeerIsSlowForACallerInHaste_AnotherCallerGetsARunOfItsOwn()
    {
        await ChainAsync(TimeSpan.FromSeconds(30));
        _services[1].Takes = TimeSpan.FromSeconds(1);
        Task<PhilaeReport> hasty = GetAsync(_services[0], "somebody", "300ms");
        Task<PhilaeReport>[] patient = [.. Enumerable.Range(0, 4).Select(_ => GetAsync(_services[0]))];

        (await hasty).Healthy.Should().BeFalse();
        (await Task.WhenAll(patient)).Should().OnlyContain(static report => report.Healthy);
    }

    [Theory]
    [InlineData("0ms")]
    [InlineData("1ms")]
    [InlineData("-5ms")]
    [InlineData("99999999999999999999999999ms")]
    [InlineData("9223372036854775807ms")]
    [InlineData("soon")]
    [InlineData("5s")]
    [InlineData("")]
    [InlineData("1e3ms")]
    public async Task Get_AbsurdBudget_LeavesTimeForAQuickProbe(string budget)
    {
        await _services[0].StartAsync();
        await GetAsync(_services[0]);

        (await GetAsync(_services[0], "somebody", budget)).Healthy.Should().BeTrue();
    }

    [Fact]
    public async Task Get_BudgetOfAnOutsider_MeansNothing()
    {
        _services[0].Takes = TimeSpan.FromMilliseconds(500);
        await _services[0].StartAsync();

        (await GetAsync(_services[0], via: null, "50ms")).Healthy.Should().BeTrue();
    }

    // Each probes the next.
    private async Task ChainAsync(TimeSpan responseTimeout)
    {
        for (int service = 0; service < _services.Length; service++)
        {
            _services[service].ResponseTimeout = responseTimeout;
            if (service + 1 < _services.Length)
            {
                _services[service].Probes(string.Create(CultureInfo.InvariantCulture, $"s{service + 1}"), _services[service + 1]);
            }

            await _services[service].StartAsync();
        }

        // Connections and code are warm: what is measured is who answers first.
        (await GetAsync(_services[0])).Healthy.Should().BeTrue();
    }

    private async Task<string?> FirstErrorAsync() => Error(await GetAsync(_services[0]), "s1");

    private static string? Error(PhilaeReport report, string probe) => report.Probes.Single(entry => entry.Name == probe).Error?.ToString();

    private async Task<PhilaeReport> GetAsync(LoopService service, string? via = null, string? budget = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, service.Url);
        Add(request.Headers, PhilaeProber.ViaHeader, via);
        Add(request.Headers, PhilaeProber.BudgetHeader, budget);
        using HttpResponseMessage response = await _client.SendAsync(request);
        return PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync());
    }

    private static void Add(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
