using System.Net;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.Tcp;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Tcp;

/// <summary>A name of several addresses: which are tried, when, and what is left of those that lost.</summary>
public sealed class TcpAddressesTests : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    private static readonly IPAddress First = IPAddress.Loopback;
    private static readonly IPAddress Second = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Third = IPAddress.Parse("127.0.0.3");

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly int _port = FreePort.Next();

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        foreach (IAsyncDisposable server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Check_FirstRefuses_TriesTheNextAtOnce()
    {
        RawServer live = Live(Second);

        await CheckAsync(First, Second);

        await Eventually.TrueAsync(() => live.Connections == 1);
    }

    [Fact]
    public async Task Check_OnlyTheIPv6AddressListens_ConnectsToThat()
    {
        Assert.SkipUnless(Loopback.HasIPv6, "there is no ::1 here");
        RawServer live = Live(IPAddress.IPv6Loopback);

        await CheckAsync(First, IPAddress.IPv6Loopback);

        await Eventually.TrueAsync(() => live.Connections == 1);
    }

    [Fact]
    public async Task Check_FirstConnects_LeavesTheOthersAlone()
    {
        RawServer live = Live(First);
        RawServer other = Live(Second);

        await CheckAsync(First, Second);

        await Eventually.TrueAsync(() => live.Connections == 1);
        other.Connections.Should().Be(0);
    }

    [Fact]
    public async Task Check_FirstHangs_TriesTheNextAfterTheDelay()
    {
        BlackHole hole = Hole(First);
        RawServer live = Live(Second);
        Task check = CheckAsync(First, Second);

        _time.Advance(Delay - TimeSpan.FromTicks(1));
        check.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        await check;
        await Eventually.TrueAsync(() => live.Connections == 1 && hole.Attempts == 0);
    }

    [Fact]
    public async Task Check_SecondRefusesWhileFirstHangs_TriesTheThirdAtOnce()
    {
        Hole(First);
        Live(Third);
        Task check = CheckAsync(First, Second, Third);

        _time.Advance(Delay);

        await check;
    }

    [Fact]
    public async Task Check_FirstIsSlow_StillWinsOverTheNext()
    {
        BlackHole slow = Hole(First);
        BlackHole hole = Hole(Second);
        Task check = CheckAsync(First, Second);
        _time.Advance(Delay);
        await hole.Reached;

        slow.Open();

        await check;
        await Eventually.TrueAsync(() => hole.Attempts == 0);
    }

    [Fact]
    public async Task Check_AllHang_TriesAllUntilCancelledAndLeavesNone()
    {
        BlackHole first = Hole(First);
        BlackHole second = Hole(Second);
        Task check = CheckAsync(First, Second);
        _time.Advance(Delay);
        await second.Reached;
        first.Attempts.Should().Be(1);

        await _caller.CancelAsync();

        await check.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (first.Attempts + second.Attempts).Should().Be(0);
    }

    [Fact]
    public async Task Check_AllRefuse_NamesTheReason() =>
        (await this.Invoking(test => test.CheckAsync(First, Second, Third)).Should().ThrowAsync<ProbeException>().WithMessage("fail to open TCP connection"))
            .Which.Reason.Should().Be(FailureReason.ConnectionRefused);

    [Fact]
    public async Task Check_NoAddress_NamesTheReason() =>
        (await this.Invoking(test => test.CheckAsync()).Should().ThrowAsync<ProbeException>()).Which.Reason.Should().Be(FailureReason.HostNotFound);

    [Fact]
    public async Task Check_CancelledWhileResolving_IsCancelled()
    {
        Task check = Probe((_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(
            _ => Array.Empty<IPAddress>(), cancellationToken, TaskContinuationOptions.None, TaskScheduler.Default)).CheckAsync(_caller.Token);

        await _caller.CancelAsync();

        await check.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    // A resolver that answers at once lets CheckAsync return with its first attempt and its timer already there; the limit ends a hang.
    private Task CheckAsync(params IPAddress[] addresses) =>
        Probe((_, _) => Task.FromResult(addresses)).CheckAsync(_caller.Token).WaitAsync(TimeSpan.FromMinutes(1));

    private TcpProbe Probe(Func<string, CancellationToken, Task<IPAddress[]>> resolve) => new("tcp", "name", _port, resolve, _time);

    private RawServer Live(IPAddress address)
    {
        var server = new RawServer((_, _) => Task.CompletedTask, address, _port);
        _servers.Add(server);
        return server;
    }

    private BlackHole Hole(IPAddress address)
    {
        var hole = new BlackHole(address, _port);
        _servers.Add(hole);
        return hole;
    }
}
