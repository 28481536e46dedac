using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.TestKit;

/// <summary>What is true of every probe of a server at an address.</summary>
public abstract class ServerProbeConformance : ProbeConformance, IAsyncDisposable
{
    private readonly HangingServer _hanging = new();

    protected override Task Hanging => _hanging.Reached;

    /// <summary>A server that is well.</summary>
    protected abstract string HealthyTarget { get; }

    /// <summary>A target on a port of 127.0.0.1, with <see cref="ProbeConformance.Secret"/> in it where a target can have one.</summary>
    protected abstract string Target(int port);

    /// <summary>Whether no target, too, is one: the probe knows where to look.</summary>
    protected virtual bool TargetIsOptional => false;

    // Most schemes of configuration are those of the targets in code.
    protected override string? ConfiguredUrl => Target(1);

    protected abstract void Add(IHealthChecksBuilder builder, string target, Registration registration);

    protected override void Add(IHealthChecksBuilder builder, Condition condition, Registration registration) =>
        Add(builder, condition switch
        {
            Condition.Healthy => HealthyTarget,
            Condition.Refused => Target(FreePort.Next()),
            _ => Target(_hanging.Port),
        }, registration);

    /// <summary>What registering a bad target says.</summary>
    protected ArgumentException AddFails(string target) =>
        this.Invoking(test => test.Add(new ServiceCollection().AddHealthChecks(), target, new() { Name = "p" }))
            .Should().Throw<ArgumentException>().WithParameterName("target").Which;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Add_EmptyTarget_NamesTheParameter(string? target) => AddFails(target ?? (TargetIsOptional ? "" : null!));

    [Theory]
    [InlineData(TargetPart.UserName)]
    [InlineData(TargetPart.Password)]
    [InlineData(TargetPart.Path)]
    [InlineData(TargetPart.Query)]
    public Task Target_PartOfIt_IsUsedOrRefused(TargetPart part) =>
        TargetParts.ShouldBeUsedOrRefusedAsync(part, HealthyTarget, Target, (builder, target) => Add(builder, target, new() { Name = "p", Timeout = Deadline }));

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _hanging.DisposeAsync();
    }
}
