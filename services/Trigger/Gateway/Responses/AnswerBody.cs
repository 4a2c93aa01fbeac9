using System.Buffers;
using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Responses;

/// <summary>The body of an answer: part of the function's result, or a text without its escapes in a rented array, which <see cref="Return"/> gives back.</summary>
internal readonly struct AnswerBody
{
    private readonly byte[]? _rented;

    /// <summary>Bytes as they are.</summary>
    public AnswerBody(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    private AnswerBody(byte[] rented, int length) => (_rented, Bytes) = (rented, rented.AsMemory(0, length));

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The text of a JSON string.</summary>
    /// <param name="json">Stands at the string.</param>
    /// <param name="quoted">The string with its quotes.</param>
    /// <exception cref="InvalidOperationException">The string is no text.</exception>
    public static AnswerBody Of(ref Utf8JsonReader json, ReadOnlyMemory<byte> quoted)
    {
        if (!json.ValueIsEscaped) return new AnswerBody(quoted[1..^1]);
        var rented = ArrayPool<byte>.Shared.Rent(quoted.Length);
        try
        {
            return new AnswerBody(rented, json.CopyString(rented));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    public void Return()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
    }
}
