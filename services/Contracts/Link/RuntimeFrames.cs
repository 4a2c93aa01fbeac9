using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ScfAspire.Contracts.Link;

/// <summary>Frames between an agent and a runtime's bootstrap; their payloads are limited to <see cref="FrameLimits.RuntimePayloadBytes"/>.</summary>
public static class RuntimeFrames
{
    private const int RequestIdBytes = 36;

    /// <summary>Appends a frame with a payload of plain bytes: RESULT, LOG, LOADED ...</summary>
    /// <param name="destination">Takes the frame.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="callId">The call, or 0.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="flags">See <see cref="FrameLimits.LaterWorkFlag"/>.</param>
    /// <exception cref="FrameFormatException">The payload is over the limit; nothing was written.</exception>
    public static void Write(IBufferWriter<byte> destination, FrameKind kind, uint callId, ReadOnlySpan<byte> payload, byte flags = 0)
    {
        WriteHeader(destination, kind, callId, payload.Length, flags);
        destination.Write(payload);
    }

    /// <summary>Appends a frame with a JSON payload: READY, LOAD, LOAD_FAILED, FAILURE.</summary>
    /// <exception cref="FrameFormatException">The payload is over the limit; nothing was written.</exception>
    public static void WriteJson<T>(IBufferWriter<byte> destination, FrameKind kind, uint callId, T message, JsonTypeInfo<T> type) =>
        Write(destination, kind, callId, JsonSerializer.SerializeToUtf8Bytes(message, type));

    /// <exception cref="FrameFormatException">The payload is not the JSON of such a message.</exception>
    public static T ReadJson<T>(in ReadOnlySequence<byte> payload, JsonTypeInfo<T> type)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            var message = JsonSerializer.Deserialize(ref reader, type);
            return message is not null ? message : throw new FrameFormatException("A runtime's message is null.");
        }
        catch (JsonException e)
        {
            throw new FrameFormatException("A runtime's message is not the JSON that belongs to its kind.", e);
        }
    }

    /// <summary>Appends EVENT.</summary>
    /// <param name="destination">Takes the frame.</param>
    /// <param name="callId">The call.</param>
    /// <param name="requestId">Sent as its text form.</param>
    /// <param name="traceParent">At most 255 bytes; a longer one is dropped, as no valid one is that long.</param>
    /// <param name="triggerSource">At most 255 bytes; a longer one, which no trigger of the interface has, is dropped.</param>
    /// <param name="eventJson">The event.</param>
    /// <exception cref="FrameFormatException">The event is over the limit; nothing was written.</exception>
    public static void WriteEvent(IBufferWriter<byte> destination, uint callId, Guid requestId, string traceParent, string triggerSource, in ReadOnlySequence<byte> eventJson)
    {
        var traceBytes = Encoding.UTF8.GetByteCount(traceParent);
        if (traceBytes > byte.MaxValue) (traceParent, traceBytes) = ("", 0);
        var sourceBytes = Encoding.UTF8.GetByteCount(triggerSource);
        if (sourceBytes > byte.MaxValue) (triggerSource, sourceBytes) = ("", 0);
        var prefix = RequestIdBytes + 1 + traceBytes + 1 + sourceBytes;
        WriteHeader(destination, FrameKind.Event, callId, prefix + eventJson.Length);
        var span = destination.GetSpan(prefix);
        requestId.TryFormat(span, out _);
        span[RequestIdBytes] = (byte)traceBytes;
        span = span[(RequestIdBytes + 1)..];
        Encoding.UTF8.GetBytes(traceParent, span);
        span[traceBytes] = (byte)sourceBytes;
        Encoding.UTF8.GetBytes(triggerSource, span[(traceBytes + 1)..]);
        destination.Advance(prefix);
        foreach (var segment in eventJson) destination.Write(segment.Span);
    }

    /// <summary>Reads EVENT; the event is a slice of <paramref name="payload"/>.</summary>
    /// <exception cref="FrameFormatException">The payload is none of EVENT.</exception>
    public static RuntimeEvent ReadEvent(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var id = Encoding.ASCII.GetString(reader.Bytes(RequestIdBytes));
        if (!Guid.TryParseExact(id, "D", out var requestId)) throw new FrameFormatException("An event's request id is no UUID.");
        int traceBytes = reader.UInt8();
        var trace = reader.Text(traceBytes);
        int sourceBytes = reader.UInt8();
        var source = reader.Text(sourceBytes);
        return new RuntimeEvent(requestId, trace, source, payload.Slice(RequestIdBytes + 1 + traceBytes + 1 + sourceBytes));
    }

    private static void WriteHeader(IBufferWriter<byte> destination, FrameKind kind, uint callId, long payloadLength, byte flags = 0)
    {
        if (payloadLength > FrameLimits.RuntimePayloadBytes)
            throw new FrameFormatException($"A {kind} frame of {payloadLength} bytes is over the limit of {FrameLimits.RuntimePayloadBytes}.");
        new FrameHeader((int)payloadLength, kind, flags, callId).WriteTo(destination.GetSpan(FrameLimits.HeaderBytes));
        destination.Advance(FrameLimits.HeaderBytes);
    }
}
