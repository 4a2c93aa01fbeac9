using System.Text.Json;
using ScfAspire.Api.Credentials;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>One authenticated request of the SCF endpoint.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Parameters">The action's fields as a JSON object, whatever encoding they came in.</param>
/// <param name="RequestId">UUIDv7 of the answer; an invocation has the same.</param>
/// <param name="Caller">Whose key signed.</param>
public sealed record ScfCall(string Action, ReadOnlyMemory<byte> Parameters, Guid RequestId, Credential Caller)
{
    /// <summary>The fields in the action's form. Unknown fields are ignored; numbers, texts and truth values are taken for one another.</summary>
    /// <exception cref="ScfException">Not a JSON object, or a field that cannot be read.</exception>
    public T Read<T>()
        where T : class
    {
        try
        {
            return Parameters.IsEmpty
                ? JsonSerializer.Deserialize<T>("{}", ScfJson.Request)!
                : JsonSerializer.Deserialize<T>(Parameters.Span, ScfJson.Request) ?? throw NotAnObject(null);
        }
        catch (JsonException e) when (e.Path is { Length: > 2 } path)
        {
            throw new ScfException(ScfErrorCode.InvalidParameterValue, $"Parameter {path[2..]} has a value of the wrong type.", e);
        }
        catch (JsonException e)
        {
            throw NotAnObject(e);
        }
    }

    private static ScfException NotAnObject(JsonException? e) =>
        e is null ? new(ScfErrorCode.InvalidParameterPayload, "The body must be a JSON object.") : new(ScfErrorCode.InvalidParameterPayload, "The body must be a JSON object.", e);
}
