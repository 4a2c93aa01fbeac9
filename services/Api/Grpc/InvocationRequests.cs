using System.Text;
using System.Text.Unicode;
using ScfAspire.Api.Invocations;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Invocations;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Grpc;

/// <summary>Calls of functions from messages.</summary>
internal static class InvocationRequests
{
    /// <summary>A call with an id of its own.</summary>
    public static InvokeFunction Event(FunctionName name, ReadOnlyMemory<byte> text, string qualifier, string routingKey, bool logTail, TimeProvider time) => new()
    {
        RequestId = RequestIds.Next(time.GetUtcNow()),
        Namespace = name.Namespace,
        FunctionName = name.Function,
        Qualifier = qualifier.Length > 0 ? qualifier : NameRules.Latest,
        Event = text,
        RoutingKey = routingKey.Length > 0 ? routingKey : null,
        WantLogTail = logTail,
    };

    /// <summary>The bytes where they are UTF-8; otherwise what is not becomes replacement characters, since a message's text must be.</summary>
    public static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
}
