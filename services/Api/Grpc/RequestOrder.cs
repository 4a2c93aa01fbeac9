namespace ScfAspire.Api.Grpc;

/// <summary>An <c>order_by</c> of one field.</summary>
/// <param name="Field">Name of the control plane's own interface.</param>
/// <param name="Ascending">Smallest first.</param>
internal readonly record struct RequestOrder(string Field, bool Ascending)
{
    /// <param name="text">What the request says.</param>
    /// <param name="otherwise">When it says nothing.</param>
    /// <param name="fields">Field of the API to that of the control plane.</param>
    public static RequestOrder Read(string text, RequestOrder otherwise, IReadOnlyDictionary<string, string> fields)
    {
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        var (name, ascending) = text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var field] => (field, true),
            [var field, "asc"] => (field, true),
            [var field, "desc"] => (field, false),
            _ => ("", true),
        };
        return fields.TryGetValue(name, out var known)
            ? new(known, ascending)
            : throw ErrorStatus.Invalid("order_by", $"'{text}' must be one of {string.Join(", ", fields.Keys)}, followed by ' desc' for the reverse.");
    }
}
