using Google.Rpc;
using Grpc.Core;

namespace ScfAspire.Client.Errors;

/// <summary>From the transport's error to the client's.</summary>
internal static class ApiErrors
{
    /// <summary>Domain of the platform's <c>google.rpc.ErrorInfo</c>; its reason is a code of the SCF interface.</summary>
    public const string Domain = "scf";

    public static ScfApiException From(RpcException exception)
    {
        // A failed token exchange reaches the call that needed the token as the cause of its failure.
        for (var cause = exception.InnerException ?? exception.Status.DebugException; cause is not null; cause = cause.InnerException)
            if (cause is ScfApiException known) return known;

        var status = exception.GetRpcStatus();
        var code = status?.GetDetail<ErrorInfo>() is { Domain: Domain } info ? info.Reason : "";
        var violations = status?.GetDetail<BadRequest>()?.FieldViolations.Select(v => new ScfFieldViolation(v.Field, v.Description)).ToArray() ?? [];
        var message = status?.Message is { Length: > 0 } text ? text : exception.Status.Detail;
        return new(exception.StatusCode, code, message, violations, exception);
    }
}
