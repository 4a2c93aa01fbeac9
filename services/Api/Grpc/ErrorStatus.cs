using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Grpc;

/// <summary>Errors of the SCF interface as gRPC statuses: the code travels as the reason of a <c>google.rpc.ErrorInfo</c> of domain <c>scf</c>.</summary>
public static class ErrorStatus
{
    public const string Domain = "scf";

    /// <summary>The status for a refused request.</summary>
    public static RpcException Of(ScfException exception)
    {
        var code = CodeOf(exception);
        var field = ErrorFields.Of(exception.Code);
        return Make(code, exception.Code, exception.Message, code == Code.InvalidArgument ? field : null);
    }

    /// <summary>A field of the request that cannot be used.</summary>
    public static RpcException Invalid(string field, string description) =>
        Make(Code.InvalidArgument, ScfErrorCode.InvalidParameterValue, $"{field}: {description}", field);

    /// <summary>A caller that could not be identified.</summary>
    public static RpcException Unauthenticated(string message) => Make(Code.Unauthenticated, ScfErrorCode.AuthFailureUnauthorizedOperation, message, null);

    /// <summary>A caller that may not do this.</summary>
    public static RpcException Denied(string message) => Make(Code.PermissionDenied, ScfErrorCode.UnauthorizedCam, message, null);

    /// <summary>An error that is not the caller's.</summary>
    public static RpcException Internal() =>
        Make(Code.Internal, ScfErrorCode.InternalError, "The platform failed at this call; its log says why.", null);

    private static RpcException Make(Code code, string reason, string message, string? field)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = Domain, Reason = reason }));
        if (field is not null)
            status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = message } } }));
        return status.ToRpcException();
    }

    private static Code CodeOf(ScfException exception) => exception.Category switch
    {
        "ResourceNotFound" => Code.NotFound,
        "ResourceInUse" => Code.AlreadyExists,
        "InvalidParameter" or "InvalidParameterValue" or "MissingParameter" or "UnknownParameter" or "InvalidAction" or "NoSuchVersion" => Code.InvalidArgument,
        // These two say that there are too many of something, the others that one value is too large.
        "LimitExceeded" => exception.Code is ScfErrorCode.LimitExceededAlias or ScfErrorCode.LimitExceededTrigger ? Code.ResourceExhausted : Code.InvalidArgument,
        "RequestLimitExceeded" or "ResourceInsufficient" => Code.ResourceExhausted,
        "FailedOperation" or "UnsupportedOperation" => Code.FailedPrecondition,
        "AuthFailure" => Code.Unauthenticated,
        "UnauthorizedOperation" => Code.PermissionDenied,
        "ResourceUnavailable" => Code.Unavailable,
        // Another service did not answer: the call may be tried again.
        "InternalError" => exception.InnerException is RpcException ? Code.Unavailable : Code.Internal,
        _ => Code.Unknown,
    };
}
