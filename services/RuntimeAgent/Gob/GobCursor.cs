namespace ScfAspire.RuntimeAgent.Gob;

/// <summary>Reads the basic forms of a gob message.</summary>
internal ref struct GobCursor(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _left = message;

    public ulong Unsigned()
    {
        var first = Take(1)[0];
        if (first < 128) return first;
        var length = 256 - first;
        if (length > 8) throw new GobFormatException("A number is too long.");
        ulong value = 0;
        foreach (var next in Take(length)) value = (value << 8) | next;
        return value;
    }

    public long Signed()
    {
        var value = Unsigned();
        return (value & 1) != 0 ? ~(long)(value >> 1) : (long)(value >> 1);
    }

    public ReadOnlySpan<byte> Bytes() => Take(Length());

    /// <summary>How far the next field is from the one before; 0 at the end of a struct.</summary>
    public int Step() => Length(1 << 16);

    /// <summary>Number of elements; each has at least a byte.</summary>
    public int Count() => Length();

    private int Length() => Length(_left.Length);

    private int Length(int most)
    {
        var length = Unsigned();
        return length <= (ulong)most ? (int)length : throw new GobFormatException("A length is over the message's end.");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _left.Length) throw new GobFormatException("A message is cut off.");
        var taken = _left[..length];
        _left = _left[length..];
        return taken;
    }
}
