namespace ScfAspire.Api.OpenApi;

/// <summary>A path template of <c>google.api.http</c> as OpenAPI writes it: <c>{name=namespaces/*}</c> becomes <c>namespaces/{namespace}</c>.</summary>
/// <param name="Text">The path.</param>
/// <param name="Parameters">Its parameters in order.</param>
/// <param name="Fields">First parts of the request's fields that are filled from the path.</param>
internal sealed record OpenApiPath(string Text, IReadOnlyList<string> Parameters, IReadOnlySet<string> Fields)
{
    public static OpenApiPath Parse(string template)
    {
        var parameters = new List<string>();
        var fields = new HashSet<string>();
        var text = template;
        while (text.IndexOf('{', StringComparison.Ordinal) is var open and >= 0 && text.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0)
        {
            var close = text.IndexOf('}', open);
            fields.Add(text[(open + 1)..equals].Split('.')[0]);
            var segments = text[(equals + 1)..close].Split('/');
            for (var i = 1; i < segments.Length; i++)
            {
                if (segments[i] != "*") continue;
                var name = Singular(segments[i - 1]);
                parameters.Add(name);
                // Square brackets for now, so that the next round does not take it for a variable.
                segments[i] = $"[{name}]";
            }
            text = $"{text[..open]}{string.Join('/', segments)}{text[(close + 1)..]}";
        }
        return new(text.Replace('[', '{').Replace(']', '}'), parameters, fields);
    }

    private static string Singular(string collection) => collection.EndsWith("ses", StringComparison.Ordinal) ? collection[..^2] : collection[..^1];
}
