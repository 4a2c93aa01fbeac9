namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>One field that is wrong.</summary>
/// <param name="Field">Its path, e.g. <c>spec.memorySize</c>.</param>
/// <param name="Reason">E.g. <c>FieldValueInvalid</c>.</param>
/// <param name="Text">E.g. <c>Invalid value: 70: ...</c>.</param>
public sealed record FieldProblem(string Field, string Reason, string Text)
{
    public static FieldProblem Required(string field, string why = "") => new(field, "FieldValueRequired", why.Length > 0 ? $"Required value: {why}" : "Required value");

    public static FieldProblem Invalid(string field, string value, string why) => new(field, "FieldValueInvalid", $"Invalid value: {value}: {why}");

    public static FieldProblem Forbidden(string field, string why) => new(field, "FieldValueForbidden", $"Forbidden: {why}");

    public static FieldProblem Unsupported(string field, string value, IEnumerable<string> supported) =>
        new(field, "FieldValueNotSupported", $"Unsupported value: {value}: supported values: {string.Join(", ", supported)}");

    public override string ToString() => $"{Field}: {Text}";
}
