namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>One target of the table, or a few that one measurement tells.</summary>
/// <param name="Name">Short, for <c>--only</c>.</param>
/// <param name="IsCount">Whether it counts, so that a busy machine does not change it: the short form measures these.</param>
/// <param name="MeasureAsync">Measures it.</param>
internal sealed record Row(string Name, bool IsCount, Func<Bench, Task<IReadOnlyList<Finding>>> MeasureAsync);
