using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.AspNetCore.Tests.Loops;

/// <summary>The time that is left travels with a request: the service next to the one that does not answer names it.</summary>
public sealed class LoopBudgetTests : IAsyncLifetime
{
    // The margin of a hop is a tenth.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly List<LoopService> _services = [];
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

    [Fact]
    public async Task Get_ChainWithOneFrozen_NamesItEachTime()
    {
        LoopService[][] chains = [await ChainAsync(Patience), await ChainAsync(Patience), await ChainAsync(Patience)];
        for (int chain = 0; chain < chains.Length; chain++)
        {
            chains[chain][chain + 1].Freeze();
        }

        string?[] first = await Task.WhenAll(chains.Select(FirstErrorAsync));
        string?[] second = await Task.WhenAll(chains.Select(FirstErrorAsync));

        first.Should().Equal(
            "probe check failed: Unable to send request: timed out",
            "probe check failed: s2 is down (error): s2: timed out",
            "probe check failed: s2 is down (error): s2: s3 is down (error): s3: timed out");
        second[1].Should().StartWith("probe check failed: s2 is down (error): s2: ").And.Contain("timed out");
        second[2].Should().StartWith("probe check failed: s2 is down (error): s2: s3 is down (error): s3: ").And.Contain("timed out");
    }

    [Fact]
    public async Task Get_OwnProbeTakesLongerThanTheCallerWaits_IsTimedOutInThatAnswerAndNoState()
    {
        LoopService service = Service();
        service.Checks = static checks => checks.AddPhilaeProbe("quick", static _ => Task.CompletedTask);
        await service.StartAsync();
        await GetAsync(service);
        service.Takes = TimeSpan.FromSeconds(4);
        Task<PhilaeReport> patient = GetAsync(service);

        PhilaeReport hasty = await GetAsync(service, "somebody", "2000ms");

        Error(hasty, "own").Should().Be("probe check failed: timed out");
        hasty.Probes.Single(static probe => probe.Name == "quick").Healthy.Should().BeTrue();
        (await patient).Healthy.Should().BeTrue("who waits longer shares the run, and not the answer");
    }

    [Fact]
    public async Task Get_PeerIsSlowForACallerInHaste_AnotherCallerGetsARunOfItsOwn()
    {
        LoopService[] services = await ChainAsync(TimeSpan.FromSeconds(60));
        services[1].Takes = TimeSpan.FromSeconds(2);
        int before = services[1].Starts;
        Task<PhilaeReport> hasty = GetAsync(services[0], "somebody", "300ms");
        await Eventually.TrueAsync(() => services[1].Starts > before); // a run that another caller has started would be none of its own
        Task<PhilaeReport>[] patient = [.. Enumerable.Range(0, 4).Select(_ => GetAsync(services[0]))];

        (await hasty).Healthy.Should().BeFalse();
        (await Task.WhenAll(patient)).Should().OnlyContain(static report => report.Healthy);
    }

    [Theory]
    [InlineData("99999999999999999999999999ms")]
    [InlineData("9223372036854775807ms")]
    [InlineData("soon")]
    [InlineData("")]
    public async Task Get_AbsurdBudget_IsAnOrdinaryRequest(string budget)
    {
        LoopService service = Service();
        await service.StartAsync();

        (await GetAsync(service, "somebody", budget)).Healthy.Should().BeTrue();
    }

    [Fact]
    public async Task Get_BudgetOfAnOutsider_MeansNothing()
    {
        LoopService service = Service();
        service.Takes = TimeSpan.FromMilliseconds(500);
        await service.StartAsync();

        (await GetAsync(service, via: null, "50ms")).Healthy.Should().BeTrue();
    }

    private LoopService Service()
    {
        var service = new LoopService();
        _services.Add(service);
        return service;
    }

    // Each probes the next. Connections and code are warm then: what is measured is who answers first.
    private async Task<LoopService[]> ChainAsync(TimeSpan responseTimeout)
    {
        LoopService[] chain = [Service(), Service(), Service(), Service()];
        for (int service = 0; service < chain.Length; service++)
        {
            chain[service].ResponseTimeout = responseTimeout;
            if (service + 1 < chain.Length)
            {
                chain[service].Probes(string.Create(CultureInfo.InvariantCulture, $"s{service + 1}"), chain[service + 1]);
            }

            await chain[service].StartAsync();
        }

        await GetAsync(chain[0]);
        return chain;
    }

    private async Task<string?> FirstErrorAsync(LoopService[] chain) => Error(await GetAsync(chain[0]), "s1");

    private static string? Error(PhilaeReport report, string probe) => report.Probes.Single(entry => entry.Name == probe).Error?.ToString();

    private async Task<PhilaeReport> GetAsync(LoopService service, string? via = null, string? budget = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, service.Url);
        Add(request.Headers, LoopHeaders.Via, via);
        Add(request.Headers, LoopHeaders.Budget, budget);
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
