using System.Security.Authentication;
using System.Security.Cryptography;
using Grpc.Core;

namespace Philae.HealthChecks.Etcd;

/// <summary>The reasons that gRPC's status codes give, in the way that etcd uses them.</summary>
internal static class EtcdFailure
{
    public static ProbeException Of(Exception exception) => new("Unable to contact server", ReasonOf(exception), exception);

    /// <summary>Whether any other member of the cluster would say the same, as users and their rights are the cluster's.</summary>
    public static bool IsOfTheWholeCluster(Exception exception) =>
        ReasonOf(exception) is FailureReason.AuthenticationFailed or FailureReason.AccessDenied;

    /// <summary>Of two failures the one that a member answered; the first, where neither or both did.</summary>
    public static Exception MoreTelling(Exception? first, Exception next) => first is null || (!IsAnswer(first) && IsAnswer(next)) ? next : first;

    /// <summary>Null where the exception is .NET's own, which the core reads.</summary>
    public static FailureReason? ReasonOf(Exception exception) => exception switch
    {
        RpcException call => OfTransport(call.InnerException) ?? OfStatus(call.StatusCode),
        EtcdAlarmException => FailureReason.Unavailable,
        AuthenticationException => FailureReason.TlsHandshakeFailed,
        CryptographicException or FileNotFoundException => FailureReason.NotConfigured,
        _ => null,
    };

    private static bool IsAnswer(Exception exception) => exception is not RpcException { InnerException: not null };

    private static FailureReason? OfTransport(Exception? cause) => cause switch
    {
        null => null,

        // HTTP/2 was not agreed on, whatever ended the attempt.
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => FailureReason.ProtocolError,

        // The connection broke while an answer was due.
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => FailureReason.Unavailable,
        _ => new ProbeException("", cause).Reason,
    };

    private static FailureReason OfStatus(StatusCode code) => code switch
    {
        // The request itself is always valid: what etcd calls invalid, or not possible in its state, is the user.
        StatusCode.Unauthenticated or StatusCode.InvalidArgument or StatusCode.FailedPrecondition => FailureReason.AuthenticationFailed,
        StatusCode.PermissionDenied => FailureReason.AccessDenied,
        StatusCode.DeadlineExceeded => FailureReason.TimedOut,
        StatusCode.NotFound => FailureReason.NotFound,
        StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Aborted or StatusCode.DataLoss => FailureReason.Unavailable,
        StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Cancelled => FailureReason.ProtocolError,
        _ => FailureReason.UnexpectedResponse,
    };
}
