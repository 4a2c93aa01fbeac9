using ScfAspire.Core.Errors;
using ScfAspire.Core.Invocations;
using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Api.Invocations;

/// <summary>Which ends of an invocation are errors of the request rather than results of the function.</summary>
public static class InvocationErrors
{
    /// <summary>The request's error; null when the function was reached, or the platform failed to run it, which is a result.</summary>
    public static ScfException? Of(InvokeFunction request, InvocationResult result) => result.StatusCode switch
    {
        InvocationStatus.FunctionNotFound => FunctionNotFound(request),
        InvocationStatus.QualifierNotFound => QualifierNotFound(request),
        InvocationStatus.InvalidEvent or InvocationStatus.InvalidParameterValue => new(ScfErrorCode.InvalidParam, Text(result, "The request is not valid.")),
        InvocationStatus.RequestTooLarge => new(ScfErrorCode.InvalidParameterRequestTooLarge, Text(result, "The event is too large.")),
        InvocationStatus.FunctionStatusError => new(ScfErrorCode.FailedFunctionStatus, Text(result, "The function cannot be invoked in its present state.")),
        InvocationStatus.ServiceSuspended => new(ScfErrorCode.ResourceUnavailableServiceSuspended, Text(result, "The service is suspended.")),
        InvocationStatus.InvalidCredentials or InvocationStatus.UnauthorizedOperation => new(ScfErrorCode.UnauthorizedCam, Text(result, "Not allowed.")),
        _ => null,
    };

    public static ScfException FunctionNotFound(InvokeFunction request) =>
        new(ScfErrorCode.ResourceNotFoundFunction, $"Function {request.FunctionName} is not found in namespace {request.Namespace}.");

    public static ScfException QualifierNotFound(InvokeFunction request) =>
        new(ScfErrorCode.ResourceNotFoundQualifier, $"Function {request.FunctionName} has no version or alias {request.Qualifier}.");

    private static string Text(InvocationResult result, string otherwise) => result.ErrorMessage.Length > 0 ? result.ErrorMessage : otherwise;
}
