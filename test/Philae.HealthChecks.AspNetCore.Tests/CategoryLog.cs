using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Collects what the categories log that begin alike.</summary>
internal sealed class CategoryLog(string prefix) : ILoggerProvider
{
    private readonly LogCollector _log = new();

    public IEnumerable<(LogLevel Level, string Text)> Entries => _log.Entries;

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(prefix, StringComparison.Ordinal) ? _log.CreateLogger(categoryName) : NullLogger.Instance;

    public void Dispose() => _log.Dispose();
}
