using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Events;

/// <summary>Writes the JSON text of an event: fixed parts as they stand, strings escaped. What the parts add up to is the caller's to see to.</summary>
internal readonly ref struct EventText(IBufferWriter<byte> destination)
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>ASCII that needs no escape.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '\x7f' - ' ').Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    /// <summary>Bytes that a JSON string may not hold as they are.</summary>
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>JSON as it stands.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(destination.GetSpan(json.Length));
        destination.Advance(json.Length);
    }

    /// <summary>A string with its quotes.</summary>
    public void String(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyExcept(Plain))
        {
            Escaped(value);
            return;
        }

        var span = destination.GetSpan(value.Length + 2);
        span[0] = (byte)'"';
        Encoding.ASCII.GetBytes(value, span[1..]);
        span[value.Length + 1] = (byte)'"';
        destination.Advance(value.Length + 2);
    }

    /// <summary>A string with its quotes, its ASCII letters made small.</summary>
    public void LowerString(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyExcept(Plain))
        {
            Escaped(value.ToString().ToLowerInvariant());
            return;
        }

        var span = destination.GetSpan(value.Length + 2);
        span[0] = (byte)'"';
        Ascii.ToLower(value, span[1..], out _);
        span[value.Length + 1] = (byte)'"';
        destination.Advance(value.Length + 2);
    }

    /// <summary>A string of valid UTF-8 text with its quotes. Only what JSON demands is escaped.</summary>
    public void Utf8String(ReadOnlySpan<byte> value)
    {
        Raw("\""u8);
        while (value.IndexOfAny(Special) is var length and >= 0)
        {
            var span = destination.GetSpan(length + 6);
            value[..length].CopyTo(span);
            destination.Advance(length + Escape(value[length], span[length..]));
            value = value[(length + 1)..];
        }

        Raw(value);
        Raw("\""u8);
    }

    private static int Escape(byte special, Span<byte> span)
    {
        span[0] = (byte)'\\';
        span[1] = special switch
        {
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            < (byte)' ' => (byte)'u',
            _ => special,
        };
        if (span[1] != (byte)'u') return 2;
        span[2] = span[3] = (byte)'0';
        span[4] = (byte)('0' + (special >> 4));
        span[5] = (byte)"0123456789abcdef"[special & 0xF];
        return 6;
    }

    /// <summary>Bytes as base64 with quotes.</summary>
    public void Base64String(ReadOnlySpan<byte> bytes)
    {
        Raw("\""u8);
        var span = destination.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, span, out _, out var written);
        destination.Advance(written);
        Raw("\""u8);
    }

    /// <summary>An id in its usual form with quotes.</summary>
    public void Id(Guid id)
    {
        var span = destination.GetSpan(38);
        span[0] = (byte)'"';
        id.TryFormat(span[1..], out var written);
        span[written + 1] = (byte)'"';
        destination.Advance(written + 2);
    }

    private void Escaped(ReadOnlySpan<char> value)
    {
        var text = JsonEncodedText.Encode(value, Encoder);
        Raw("\""u8);
        Raw(text.EncodedUtf8Bytes);
        Raw("\""u8);
    }
}
