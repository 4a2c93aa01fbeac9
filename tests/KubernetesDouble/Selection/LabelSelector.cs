using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Selection;

/// <summary>A label selector as it stands in a query: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
internal sealed class LabelSelector
{
    private readonly List<Func<Func<string, string?>, bool>> _terms = [];

    /// <exception cref="ApiException">The text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (var term in Split(text ?? "")) selector._terms.Add(Term(term));
        return selector;
    }

    public bool Matches(JsonObject item) => _terms.TrueForAll(term => term(key => item["metadata"].At("labels", key)?.ToString()));

    private static IEnumerable<string> Split(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '(') depth++;
            else if (i < text.Length && text[i] == ')') depth--;
            else if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                if (text[start..i].Trim() is { Length: > 0 } term) yield return term;
                start = i + 1;
            }
        }
    }

    private static Func<Func<string, string?>, bool> Term(string term)
    {
        if (term.StartsWith('!')) return label => label(term[1..].Trim()) is null;
        if (term.EndsWith(')'))
        {
            var open = term.IndexOf('(');
            var words = term[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var values = term[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
            return words switch
            {
                [var key, "in"] => label => label(key) is { } value && values.Contains(value),
                [var key, "notin"] => label => label(key) is not { } value || !values.Contains(value),
                _ => throw ApiException.BadRequest($"unable to parse requirement: {term}"),
            };
        }
        if (term.Split("!=") is [var unequal, var not]) return label => label(unequal.Trim()) != not.Trim();
        if (term.Split("==") is [var same, var is1]) return label => label(same.Trim()) == is1.Trim();
        if (term.Split('=') is [var equal, var is2]) return label => label(equal.Trim()) == is2.Trim();
        return term.Contains(' ') ? throw ApiException.BadRequest($"unable to parse requirement: {term}") : label => label(term) is not null;
    }
}
