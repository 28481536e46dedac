using Etcdserverpb;
using Grpc.Core;

namespace Philae.HealthChecks.Etcd;

/// <summary>One member of the cluster, and the token that it gave to the user.</summary>
internal sealed class EtcdMember : IDisposable
{
    private readonly EtcdConnection _connection;
    private readonly AuthenticateRequest? _login;
    private readonly Auth.AuthClient _auth;
    private readonly KV.KVClient _keys;
    private readonly Maintenance.MaintenanceClient _maintenance;
    private Metadata? _headers;

    public EtcdMember(EtcdConnection connection, AuthenticateRequest? login)
    {
        (_connection, _login) = (connection, login);
        _auth = new Auth.AuthClient(connection.Channel);
        _keys = new KV.KVClient(connection.Channel);
        _maintenance = new Maintenance.MaintenanceClient(connection.Channel);
    }

    public async Task CheckAsync(RangeRequest read, CancellationToken cancellationToken)
    {
        _headers ??= await LogInAsync(cancellationToken).ConfigureAwait(false);
        await _connection.AnswerAsync(_keys.RangeAsync(read, _headers, null, cancellationToken)).ConfigureAwait(false);
        await EtcdCheck.NoAlarmAsync(
            request => _connection.AnswerAsync(_maintenance.StatusAsync(request, _headers, null, cancellationToken)),
            request => _connection.AnswerAsync(_maintenance.AlarmAsync(request, _headers, null, cancellationToken))).ConfigureAwait(false);
    }

    public void Dispose() => _connection.Dispose();

    private async Task<Metadata> LogInAsync(CancellationToken cancellationToken)
    {
        if (_login is null)
        {
            return EtcdCheck.Headers(token: null);
        }

        try
        {
            AuthenticateResponse answer = await _connection.AnswerAsync(_auth.AuthenticateAsync(_login, null, null, cancellationToken)).ConfigureAwait(false);
            return EtcdCheck.Headers(answer.Token);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            // The members demand no login.
            return EtcdCheck.Headers(token: null);
        }
        catch (RpcException exception) when (exception is { StatusCode: StatusCode.Unknown, InnerException: null })
        {
            // etcd has no code for a user who may log in with a certificate only.
            throw new RpcException(new Status(StatusCode.Unauthenticated, exception.Status.Detail));
        }
    }
}
