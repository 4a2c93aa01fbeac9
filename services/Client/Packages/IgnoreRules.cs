using System.Text;
using System.Text.RegularExpressions;

namespace ScfAspire.Client.Packages;

/// <summary>
/// Which files of a folder stay out of its package, in the way of a .gitignore: <c>*</c>, <c>?</c> and <c>**</c>; a leading or inner <c>/</c>
/// ties a pattern to the folder's root; a trailing one makes it match folders only; <c>!</c> takes a file back in; the last match wins.
/// </summary>
public sealed class IgnoreRules
{
    /// <summary>Left out of every package: what belongs to the tools and not to the function.</summary>
    public static readonly IReadOnlyList<string> Defaults = [".git/", ".scf/", "/scf.yaml", "/scf.yml", ".DS_Store", "Thumbs.db", "__pycache__/"];

    private readonly List<Rule> _rules;

    /// <param name="patterns">Patterns that come after <see cref="Defaults"/>; blank lines and those with <c>#</c> in front are skipped.</param>
    public IgnoreRules(IEnumerable<string> patterns) =>
        _rules = [.. Defaults.Concat(patterns).Select(p => p.Trim()).Where(p => p.Length > 0 && p[0] != '#').Select(Parse)];

    /// <summary>Whether a file or folder stays out.</summary>
    /// <param name="path">Relative to the root, with <c>/</c> between its parts.</param>
    /// <param name="isFolder">It is a folder.</param>
    public bool Ignores(string path, bool isFolder)
    {
        var ignored = false;
        foreach (var rule in _rules)
            if ((isFolder || !rule.FoldersOnly) && rule.Expression.IsMatch(path)) ignored = !rule.Negated;
        return ignored;
    }

    private static Rule Parse(string pattern)
    {
        var negated = pattern[0] == '!';
        if (negated) pattern = pattern[1..];
        var foldersOnly = pattern.EndsWith('/');
        if (foldersOnly) pattern = pattern[..^1];
        var anchored = pattern.Contains('/', StringComparison.Ordinal);
        var expression = new StringBuilder(anchored ? "^" : "^(?:.*/)?");
        pattern = pattern.TrimStart('/');
        for (var i = 0; i < pattern.Length; i++)
        {
            if (string.CompareOrdinal(pattern, i, "**/", 0, 3) == 0)
            {
                expression.Append("(?:.*/)?");
                i += 2;
            }
            else if (string.CompareOrdinal(pattern, i, "**", 0, 2) == 0)
            {
                expression.Append(".*");
                i++;
            }
            else
            {
                expression.Append(pattern[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }
        return new(new Regex(expression.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), negated, foldersOnly);
    }

    private sealed record Rule(Regex Expression, bool Negated, bool FoldersOnly);
}
