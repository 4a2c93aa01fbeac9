namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>What became of a call inside the function's process.</summary>
internal enum ReplyKind
{
    /// <summary>The function answered.</summary>
    Result,

    /// <summary>The function failed, or its answer is over a limit.</summary>
    Failure,

    /// <summary>The process is gone, or about to be.</summary>
    ProcessLost,
}

/// <param name="Kind">How it ended.</param>
/// <param name="StatusCode">Status code of the SCF interface.</param>
/// <param name="Body">The result's text; empty for web functions, whose answer has been sent.</param>
/// <param name="ErrorMessage">For failures: one line.</param>
/// <param name="StackTrace">For failures: where, or empty.</param>
/// <param name="ResponseBytes">Bytes of the answer.</param>
internal readonly record struct RuntimeReply(
    ReplyKind Kind, int StatusCode, ReadOnlyMemory<byte> Body, string ErrorMessage = "", string StackTrace = "", long ResponseBytes = 0)
{
    /// <summary>The process cannot serve another call and is to be ended.</summary>
    public bool EndsInstance { get; init; }

    public static RuntimeReply Result(ReadOnlyMemory<byte> body) => new(ReplyKind.Result, ScfStatus.Success, body, ResponseBytes: body.Length);

    public static RuntimeReply Streamed(long bytes) => new(ReplyKind.Result, ScfStatus.Success, default, ResponseBytes: bytes);

    public static RuntimeReply Failure(int status, string message, string stackTrace = "") => new(ReplyKind.Failure, status, default, message, stackTrace);

    public static RuntimeReply Lost { get; } = new(ReplyKind.ProcessLost, ScfStatus.ProcessExit, default);
}
