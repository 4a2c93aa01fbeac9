using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>What the caller of a run gets.</summary>
/// <param name="StatusCode">Status code of the SCF interface.</param>
/// <param name="Body">The result, or the error object.</param>
/// <param name="Reason">One line for the log's ERROR line.</param>
/// <param name="ErrorMessage">Text of the error (the stack trace where there is one); empty on success.</param>
/// <param name="InstanceGone">The instance ended with this call.</param>
/// <param name="ResponseBytes">Bytes of the answer.</param>
internal readonly record struct CallResult(
    int StatusCode, ReadOnlyMemory<byte> Body, string Reason, string ErrorMessage, bool InstanceGone, long ResponseBytes)
{
    public static CallResult Of(RuntimeReply reply, Guid requestId) => reply.Kind == ReplyKind.Result
        ? new CallResult(reply.StatusCode, reply.Body, "", "", false, reply.ResponseBytes)
        : Failure(reply.StatusCode, reply.ErrorMessage, requestId, reply.EndsInstance, reply.StackTrace);

    public static CallResult Failure(int status, string message, Guid requestId, bool instanceGone, string stackTrace = "")
    {
        var body = ErrorObject.Write(status, message, stackTrace, requestId);
        return new CallResult(status, body, message, stackTrace.Length > 0 ? stackTrace : message, instanceGone, body.Length);
    }
}
