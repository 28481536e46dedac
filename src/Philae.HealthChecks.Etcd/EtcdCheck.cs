using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;

namespace Philae.HealthChecks.Etcd;

/// <summary>What one member is asked, over whichever client.</summary>
internal static class EtcdCheck
{
    /// <summary>How many such keys there are: no value travels. Linearizable, so a quorum must agree.</summary>
    public static RangeRequest Read(string key) => new() { Key = ByteString.CopyFromUtf8(key), CountOnly = true };

    /// <summary>A member without a leader refuses at once instead of waiting for one.</summary>
    public static Metadata Headers(string? token) => token is null
        ? new() { { "hasleader", "true" } }
        : new() { { "hasleader", "true" }, { "token", token } };

    /// <summary>Reads go on when there is no space left for writes: only the status tells.</summary>
    /// <exception cref="EtcdAlarmException">An alarm is raised.</exception>
    public static async Task NoAlarmAsync(Task<StatusResponse> asked)
    {
        StatusResponse status;
        try
        {
            status = await asked.ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.PermissionDenied or StatusCode.Unimplemented)
        {
            // From etcd 3.6 on the status is for root alone; the read was allowed, and decides.
            return;
        }

        if (status.Errors.Count > 0)
        {
            throw new EtcdAlarmException(status.Errors);
        }
    }
}
