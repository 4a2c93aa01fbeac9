using System.IO.Pipelines;

namespace ScfAspire.Dispatch.Invocations;

/// <summary>
/// The client side of an invocation: resolves the function, leases an instance, sends the call and waits for its answer. Failures of every kind
/// are results with a status code of the SCF interface, never exceptions; only cancellation throws.
/// </summary>
public interface IDispatcher
{
    /// <summary>Runs an event function and holds its whole result.</summary>
    Task<InvocationResult> InvokeAsync(EventInvocation invocation, CancellationToken cancellationToken);

    /// <summary>Runs a web function; its answer goes to <paramref name="response"/> as it comes.</summary>
    Task<InvocationResult> InvokeHttpAsync(HttpInvocation invocation, IHttpResponseSink response, CancellationToken cancellationToken);
}

/// <summary>What every invocation says of itself.</summary>
public abstract record Invocation
{
    /// <summary>UUIDv7; kept through all retries of an asynchronous event.</summary>
    public required Guid RequestId { get; init; }

    public required string Namespace { get; init; }

    public required string Function { get; init; }

    /// <summary>Version, alias, or <c>$LATEST</c>.</summary>
    public required string Qualifier { get; init; }

    /// <summary>JSON object of strings or numbers for rule routing of an alias; at most 1,024 bytes.</summary>
    public string? RoutingKey { get; init; }

    /// <summary><c>RequestResponse</c>, <c>Event</c>, <c>Http</c>, <c>Timer</c> ...</summary>
    public required string InvokeType { get; init; }

    /// <summary>0 for the first run.</summary>
    public int RetryNum { get; init; }

    /// <summary>The last 4 KB of the log come with the result.</summary>
    public bool WantLogTail { get; init; }

    /// <summary>W3C traceparent of the caller's span, or empty.</summary>
    public string TraceParent { get; init; } = "";

    /// <summary>TRIGGER_SRC, e.g. <c>Timer</c>; empty for none.</summary>
    public string TriggerSource { get; init; } = "";

    /// <summary>Where a function runs on after its answer: the result is that of the end, not of the answer.</summary>
    public bool UntilEnd { get; init; }
}

/// <summary>One event for an event function.</summary>
public sealed record EventInvocation : Invocation
{
    /// <summary>The event's JSON text, already checked to be JSON and within the size limit.</summary>
    public required ReadOnlyMemory<byte> Event { get; init; }
}

/// <summary>One HTTP request for a web function.</summary>
public sealed record HttpInvocation : Invocation
{
    public required string Method { get; init; }

    /// <summary>Path and query as the function shall see them.</summary>
    public required string Target { get; init; }

    /// <summary>Header names and values in their order, hop-by-hop headers already removed (but <c>Upgrade</c> kept).</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The request's body; null when it has none.</summary>
    public PipeReader? Body { get; init; }

    /// <summary>Length of the body, or -1.</summary>
    public long BodyLength { get; init; }
}

/// <summary>Takes a web function's answer. A slow sink slows its own call only.</summary>
public interface IHttpResponseSink
{
    /// <summary>Called once, before any body.</summary>
    /// <param name="statusCode">The function's HTTP status.</param>
    /// <param name="headers">Its headers in their order.</param>
    /// <param name="upgraded">The connection has become a raw byte stream (status 101).</param>
    /// <param name="cancellationToken">The call's end.</param>
    ValueTask OnHeadAsync(int statusCode, IReadOnlyList<KeyValuePair<string, string>> headers, bool upgraded, CancellationToken cancellationToken);

    ValueTask OnBodyAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken);
}

/// <summary>How an invocation ended; of one whose function runs on, how far it had come with its answer.</summary>
public sealed record InvocationResult
{
    public required Guid RequestId { get; init; }

    /// <summary>Status code of the SCF interface: 200, 430, 433, 435 (no such function), 442 (no such version or alias) ...</summary>
    public required int StatusCode { get; init; }

    /// <summary>RetMsg: JSON text of the return value, raw text of a custom runtime, or the error object. Empty for web functions that answered.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Text of the error (stack trace for user errors); empty on success.</summary>
    public string ErrorMessage { get; init; } = "";

    /// <summary>At most 4,096 bytes.</summary>
    public string LogTail { get; init; } = "";

    /// <summary>The version that ran; empty when none did.</summary>
    public string Version { get; init; } = "";

    public long DurationMicroseconds { get; init; }

    public long BilledMilliseconds { get; init; }

    public long MemoryUsedBytes { get; init; }

    /// <summary>Microseconds of the cold start that this call waited for; 0 when an instance was ready.</summary>
    public long ColdStartMicroseconds { get; init; }

    /// <summary>The function's code never saw the call: running it again is safe.</summary>
    public bool NeverRan { get; init; }

    public bool Succeeded => StatusCode == 200;
}
