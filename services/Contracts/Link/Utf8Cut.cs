using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>Cuts texts to a number of UTF-8 bytes without breaking a character.</summary>
public static class Utf8Cut
{
    /// <summary>The longest start of <paramref name="text"/> of at most <paramref name="maxBytes"/> bytes.</summary>
    public static string First(string text, int maxBytes)
    {
        if (Fits(text, maxBytes)) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= maxBytes) return text;
        var end = maxBytes;
        while (end > 0 && IsContinuation(bytes[end])) end--;
        return Encoding.UTF8.GetString(bytes, 0, end);
    }

    /// <summary>Length of the longest start of a UTF-8 text of at most <paramref name="maxBytes"/> bytes.</summary>
    public static int FirstLength(ReadOnlySpan<byte> text, int maxBytes)
    {
        if (text.Length <= maxBytes) return text.Length;
        var end = maxBytes;
        while (end > 0 && IsContinuation(text[end])) end--;
        return end;
    }

    /// <summary>The longest end of <paramref name="text"/> of at most <paramref name="maxBytes"/> bytes.</summary>
    public static string Last(string text, int maxBytes)
    {
        if (Fits(text, maxBytes)) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= maxBytes) return text;
        var start = bytes.Length - maxBytes;
        while (start < bytes.Length && IsContinuation(bytes[start])) start++;
        return Encoding.UTF8.GetString(bytes, start, bytes.Length - start);
    }

    // No UTF-16 unit needs more than three bytes.
    private static bool Fits(string text, int maxBytes) => (long)text.Length * 3 <= maxBytes;

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
