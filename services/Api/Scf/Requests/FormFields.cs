using System.Net;
using System.Text;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>Reads a form body or a query string.</summary>
public static class FormFields
{
    private const int FieldsMax = 10_000;

    /// <summary>Fields by name; of several with one name the last counts.</summary>
    /// <exception cref="ScfException">More than 10,000 fields.</exception>
    public static Dictionary<string, string> Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Parse(string)"/>
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf((byte)'=');
            fields[Decode(equals < 0 ? pair : pair[..equals])] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (fields.Count > FieldsMax) throw new ScfException(ScfErrorCode.InvalidParameterPayload, $"The request has more than {FieldsMax} fields.");
        }

        return fields;
    }

    /// <summary>One name or value. Code in a form has tens of megabytes: it becomes a text once, after the decoding.</summary>
    internal static string Decode(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text.IndexOfAny((byte)'%', (byte)'+') < 0 ? text : WebUtility.UrlDecodeToBytes(text.ToArray(), 0, text.Length));
}
