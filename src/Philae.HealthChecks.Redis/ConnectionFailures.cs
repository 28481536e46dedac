using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>
/// Reads from the driver's log why a connection failed. Its events come only once it has handed the client out, what it then
/// throws may lack the cause, and it may sit out its time limit over an attempt that failed at once; the log has the exception.
/// </summary>
internal sealed class ConnectionFailures(ILoggerFactory? next) : ILoggerFactory, ILogger
{
    private readonly TaskCompletionSource<RedisConnectionException> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ILogger? _next;

    public Task<RedisConnectionException> First => _first.Task;

    public ILogger CreateLogger(string categoryName)
    {
        _next = next?.CreateLogger(categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider) => next?.AddProvider(provider);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _next?.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || _next?.IsEnabled(logLevel) == true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is RedisConnectionException failure)
        {
            _first.TrySetResult(failure);
        }

        _next?.Log(logLevel, eventId, state, exception, formatter);
    }

    public void Dispose()
    {
        // What is behind it is the application's.
    }
}
