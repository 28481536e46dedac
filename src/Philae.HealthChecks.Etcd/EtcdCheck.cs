using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;

namespace Philae.HealthChecks.Etcd;

/// <summary>The check of one member, over any client.</summary>
internal static class EtcdCheck
{
    private static readonly AlarmRequest AnyAlarm = new() { Action = AlarmRequest.Types.AlarmAction.Get };

    /// <summary>How many such keys there are: no value travels. Linearizable, so a quorum must agree.</summary>
    public static RangeRequest Read(string key) => new() { Key = ByteString.CopyFromUtf8(key), CountOnly = true };

    /// <summary>A member without a leader refuses at once instead of waiting for one.</summary>
    public static Metadata Headers(string? token) => token is null
        ? new() { { "hasleader", "true" } }
        : new() { { "hasleader", "true" }, { "token", token } };

    /// <summary>Reads go on when there is no space left for writes: only the status tells, where the user may ask for it.</summary>
    /// <exception cref="EtcdAlarmException">The member reports an alarm, or another error of its own.</exception>
    public static async Task NoAlarmAsync(Func<StatusRequest, Task<StatusResponse>> askStatus, Func<AlarmRequest, Task<AlarmResponse>> askAlarms)
    {
        // Some versions of 3.5 and 3.6 have the status for root alone. The alarms come second, as to ask for them is an entry in the cluster's log.
        IReadOnlyList<string> errors =
            await IfAllowedAsync(async () => [.. (await askStatus(new StatusRequest()).ConfigureAwait(false)).Errors]).ConfigureAwait(false)
            ?? await IfAllowedAsync(async () => [.. (await askAlarms(AnyAlarm).ConfigureAwait(false)).Alarms.Select(static alarm => $"{alarm.Alarm}")]).ConfigureAwait(false)
            ?? [];
        if (errors.Count > 0)
        {
            throw new EtcdAlarmException(errors);
        }
    }

    private static async Task<IReadOnlyList<string>?> IfAllowedAsync(Func<Task<IReadOnlyList<string>>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.PermissionDenied or StatusCode.Unimplemented)
        {
            return null;
        }
    }
}
