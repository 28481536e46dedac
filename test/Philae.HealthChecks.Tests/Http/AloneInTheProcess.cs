using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Http;

[CollectionDefinition(Leaks.Alone, DisableParallelization = true)]
public sealed class AloneInTheProcess;
