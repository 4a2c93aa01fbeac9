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
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> text) => Parse(Encoding.UTF8.GetString(text));

    public static Dictionary<string, string> Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in text.AsSpan().Split('&'))
        {
            var pair = text.AsSpan()[range];
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf('=');
            var key = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? [] : pair[(equals + 1)..];
            fields[WebUtility.UrlDecode(key.ToString())] = WebUtility.UrlDecode(value.ToString());
            if (fields.Count > FieldsMax) throw new ScfException(ScfErrorCode.InvalidParameterPayload, $"The request has more than {FieldsMax} fields.");
        }

        return fields;
    }
}
