namespace ScfAspire.Api.Scf.Requests;

/// <summary>Finds the short fields of a form while it is still coming in.</summary>
internal sealed class FormScan
{
    /// <summary>Longer than any name or value that a request is judged by early.</summary>
    private const int FieldMax = 512;

    private int _fieldStart;
    private int _seen;

    /// <summary>Fields that are whole since the last call and short, decoded.</summary>
    /// <param name="form">The form so far; what was there at the last call comes first.</param>
    public IEnumerable<KeyValuePair<string, string>> Advance(ReadOnlyMemory<byte> form)
    {
        while (form.Span[_seen..].IndexOf((byte)'&') is var next and >= 0)
        {
            var field = form[_fieldStart..(_seen + next)];
            _seen += next + 1;
            _fieldStart = _seen;
            if (field.Length <= FieldMax && Read(field.Span) is { } read) yield return read;
        }

        _seen = form.Length;
    }

    private static KeyValuePair<string, string>? Read(ReadOnlySpan<byte> field)
    {
        var equals = field.IndexOf((byte)'=');
        return equals < 0 ? null : new(FormFields.Decode(field[..equals]), FormFields.Decode(field[(equals + 1)..]));
    }
}
