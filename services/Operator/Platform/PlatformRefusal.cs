using Google.Rpc;
using Grpc.Core;

namespace ScfAspire.Operator.Platform;

/// <summary>Why the platform did not do something, in terms of the SCF interface.</summary>
/// <param name="Code">Error code of the SCF interface.</param>
/// <param name="Message">For people.</param>
/// <param name="IsPassing">Whether the same may succeed later though nothing is changed.</param>
internal sealed record PlatformRefusal(string Code, string Message, bool IsPassing)
{
    private const string Unknown = "InternalError";

    public static PlatformRefusal Of(RpcException exception)
    {
        var reason = exception.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
        var isPassing = exception.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Unknown or StatusCode.Unauthenticated
            // The function is about to be something else.
            || reason is "FailedOperation.FunctionStatusError" or "FailedOperation.UpdateFunctionCode" or "FailedOperation.UpdateFunctionConfiguration" or "FailedOperation.PublishVersion";
        return new(string.IsNullOrEmpty(reason) ? Unknown : reason, exception.Status.Detail, isPassing);
    }
}
