using System.Diagnostics;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Counts what the whole process has, so nothing else may run.</summary>
[Collection(nameof(RedisLeakTests))]
[CollectionDefinition(nameof(RedisLeakTests), DisableParallelization = true)]
public sealed class RedisLeakTests
{
    // One leak a check would be 200.
    private const int Checks = 200;
    private const int Tolerance = 50;

    [Fact]
    public async Task Check_FailsOften_LeavesNoDescriptorAndNoThread()
    {
        await using ProbeHost host = PatientHost.Of($"redis://:{ProbeConformance.Secret}@127.0.0.1:{FreePort.Next()}");
        await FailAsync(host, 20);
        int descriptors = Descriptors();
        int threads = Threads();

        await FailAsync(host, Checks);

        await Eventually.TrueAsync(() => Task.FromResult(Descriptors() < descriptors + Tolerance));
        await Eventually.TrueAsync(() => Task.FromResult(Threads() < threads + Tolerance));
    }

    private static async Task FailAsync(ProbeHost host, int times)
    {
        for (int i = 0; i < times; i++)
        {
            (await host.ReasonAsync()).Should().Be(PatientHost.Unable("connection refused"));
        }
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static int Threads()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
