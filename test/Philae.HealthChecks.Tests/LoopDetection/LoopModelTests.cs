using System.Globalization;

namespace Philae.HealthChecks.Tests.LoopDetection;

/// <summary>The rule for services that probe each other, under random schedules that can be repeated: a failure names its seed.</summary>
public sealed class LoopModelTests
{
    private const int Seeds = 150;

    public static TheoryData<string> Shapes() => ["ring of 2", "ring of 3", "ring of 4", "ring of 5", "ring of 6", "two rings", "replicas", "mesh of 4"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ask_HealthyRing_NeverSaysUnhealthyAndAlwaysAnswers(string shape) => ForEachSeed(shape, run =>
    {
        run.Storm(rightAfterFirst: false, expected: true);
        run.Lockstep(rounds: 3);
        run.EachAlone(expected: true);
    });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ask_OwnProbeFails_IsNeverTakenBackAndRecoveryIsSeen(string shape) => ForEachSeed(shape, run =>
    {
        run.Storm(rightAfterFirst: false, expected: true);
        run.Victim.IsSick = true;
        run.Storm(rightAfterFirst: true, expected: false);
        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: false);
        run.EachAlone(expected: false);

        run.Victim.IsSick = false;
        run.Storm(rightAfterFirst: true, expected: true);
        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: true);
        run.EachAlone(expected: true);
    });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ask_ServiceIsSilentAndComesBack_IsNeverTakenBackAndRecoveryIsSeen(string shape) => ForEachSeed(shape, run =>
    {
        run.Storm(rightAfterFirst: false, expected: true);
        run.Victim.IsSilent = true;
        run.Storm(rightAfterFirst: true, expected: false);
        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: false);

        run.Victim.IsSilent = false;
        if (run.Random.Next(2) == 0)
        {
            run.Victim.Start();
        }

        // Where a service is probed by several others, each of those says that it gives no answer until it has asked again itself.
        if (run.Random.Next(2) == 0)
        {
            int service = run.Random.Next(run.Services);
            run.Alone(service, run.HasOneProberEach ? true : null);
            run.Alone(service, run.HasOneProberEach ? true : null);
            run.Alone(service, expected: true);
        }

        run.Storm(rightAfterFirst: true, run.HasOneProberEach ? true : null);
        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: true);
        run.EachAlone(expected: true);
    });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ask_AnotherRestartsWhileOneIsSick_IsNeverTakenBack(string shape) => ForEachSeed(shape, run =>
    {
        run.Victim.IsSick = true;
        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: false);

        run.Another.Start();
        run.Forget(run.Another);
        run.Storm(rightAfterFirst: true, expected: false);
        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: false);
    });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Ask_OneLiedOfOthersAndStopped_IsForgottenWithinTheLimit(string shape) => ForEachSeed(shape, run =>
    {
        run.Another.Lies = run.Random;
        run.Storm(rightAfterFirst: false, expected: null);
        run.Another.Lies = null;
        run.Model.Now += LoopModel.Limit + LoopModel.Limit;

        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: true);
        run.Victim.IsSick = true;
        run.Lockstep(run.Diameter);
        run.EachAtOnce(expected: false);
    });

    private static void ForEachSeed(string shape, Action<LoopRun> test)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var run = new LoopRun(shape, seed);
            test(run);
            run.Wrong.Should().BeNull(string.Create(CultureInfo.InvariantCulture, $"of '{shape}' with seed {seed}"));
        }
    }
}
