using System.Security.Cryptography.X509Certificates;
using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>
/// Asks over a connection of the application's data source, or over one of its own that it keeps from check to check and
/// replaces where it no longer answers.
/// </summary>
internal sealed class MySqlProbe : IProbe, IAsyncDisposable, IDisposable
{
    private readonly MySqlDataSource _source;
    private readonly bool _isOwn;
    private readonly MySqlProbeOptions _options;
    private readonly int _limitSeconds;
    private MySqlConnection? _idle;
    private volatile bool _isDisposed;

    private MySqlProbe(string name, MySqlDataSource source, bool isOwn, MySqlProbeOptions options, TimeSpan limit)
    {
        Name = name;
        _source = source;
        _isOwn = isOwn;
        _options = options;
        _limitSeconds = Seconds(limit);
    }

    public string Name { get; }

    /// <param name="name">The probe's name.</param>
    /// <param name="connectionString">One without pooling.</param>
    /// <param name="options">The probe's options.</param>
    /// <param name="limit">What the driver gives up after, where the connection string does not say it: it cannot be told to stop connecting.</param>
    public static MySqlProbe Own(string name, string connectionString, MySqlProbeOptions options, TimeSpan limit)
    {
        var settings = new MySqlConnectionStringBuilder(connectionString);
        if (!settings.ContainsKey(nameof(settings.ConnectionTimeout)))
        {
            settings.ConnectionTimeout = (uint)Seconds(limit);
        }

        return new(name, Source(settings), isOwn: true, options, limit);
    }

    // The driver would read the certificate itself, but shows its password in its spans.
    private static MySqlDataSource Source(MySqlConnectionStringBuilder settings)
    {
        if (settings.CertificateFile.Length == 0)
        {
            return new MySqlDataSource(settings.ConnectionString);
        }

        (string file, string password) = (settings.CertificateFile, settings.CertificatePassword);
        (settings.CertificateFile, settings.CertificatePassword) = ("", "");
        return new MySqlDataSourceBuilder(settings.ConnectionString)
            .UseClientCertificatesCallback(certificates =>
            {
                certificates.Add(X509CertificateLoader.LoadPkcs12FromFile(file, password));
                return default;
            })
            .Build();
    }

    public static MySqlProbe Shared(string name, MySqlDataSource source, MySqlProbeOptions options, TimeSpan limit) =>
        new(name, source, isOwn: false, options, limit);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // On the system's clock, as the driver's own limits.
        long start = TimeProvider.System.GetTimestamp();
        object? result;
        try
        {
            result = await (_isOwn ? AskOwnAsync(cancellationToken) : AskSharedAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // The driver has many ways to say that it was stopped.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception)
        {
            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
            Exception cause = await MySqlReach.CauseAsync(exception, _source.ConnectionString, elapsed, cancellationToken).ConfigureAwait(false);
            throw new ProbeException("unable to contact MySQL host", MySqlFailure.ReasonOf(cause), cause);
        }

        _options.Checker?.Invoke(result);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOwn)
        {
            _isDisposed = true;
            await DisposeIdleAsync().ConfigureAwait(false);
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Containers that are disposed of synchronously refuse what can only be disposed of asynchronously.
    public void Dispose()
    {
        if (_isOwn)
        {
            _isDisposed = true;
            Interlocked.Exchange(ref _idle, null)?.Dispose();
            _source.Dispose();
        }
    }

    private static int Seconds(TimeSpan limit) => (int)Math.Ceiling(limit.TotalSeconds);

    private async Task<object?> AskSharedAsync(CancellationToken cancellationToken)
    {
        MySqlConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // The pool may have handed out one that has not been used for long.
            return _options.CommandText is not null || await connection.PingAsync(cancellationToken).ConfigureAwait(false)
                ? await ExecuteAsync(connection, cancellationToken).ConfigureAwait(false)
                : throw new EndOfStreamException("The connection broke off.");
        }
    }

    // While a check uses the connection, nobody else sees it: a host that ends meanwhile does not close it under a command.
    private async Task<object?> AskOwnAsync(CancellationToken cancellationToken)
    {
        MySqlConnection? connection = Interlocked.Exchange(ref _idle, null);
        if (connection is not null && !await AnswersAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            connection = null;
        }

        // The login is an answer, too: a new connection needs no ping.
        connection ??= await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExecuteAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = Interlocked.Exchange(ref _idle, connection);
            if (_isDisposed)
            {
                await DisposeIdleAsync().ConfigureAwait(false);
            }
        }
    }

    // The driver waits for a ping's answer for ever, whatever the token says; closing the connection ends that.
    private static async Task<bool> AnswersAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration closing = cancellationToken.UnsafeRegister(static state => ((MySqlConnection)state!).Dispose(), connection);
        await using (closing.ConfigureAwait(false))
        {
            try
            {
                return await connection.PingAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (MySqlException)
            {
                // The server's last words on this connection, such as that it was idle for too long.
                return false;
            }
        }
    }

    private async Task<object?> ExecuteAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        if (_options.CommandText is null)
        {
            return null;
        }

        using MySqlCommand command = connection.CreateCommand();
        command.CommandText = _options.CommandText;
        command.CommandTimeout = _limitSeconds;
        if (_options.Checker is not null)
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }

        // Nobody looks at the result, so it need not be one that the driver can read.
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async ValueTask DisposeIdleAsync()
    {
        if (Interlocked.Exchange(ref _idle, null) is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
