namespace Philae.HealthChecks.Docker.Tests;

/// <summary>For tests that change or count what belongs to the whole process: its environment, its user, its sockets.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
