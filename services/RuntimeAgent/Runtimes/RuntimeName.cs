namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>What a runtime's name says, e.g. <c>Nodejs20.19</c>; compared without regard to case.</summary>
/// <param name="Family">The language.</param>
/// <param name="Major">Digits before the point, or empty.</param>
/// <param name="Minor">Digits after it, or empty.</param>
internal readonly record struct RuntimeName(RuntimeFamily Family, string Major, string Minor)
{
    public static RuntimeName Parse(string name)
    {
        var digits = name.AsSpan().IndexOfAnyInRange('0', '9');
        var language = (digits < 0 ? name : name[..digits]).ToLowerInvariant();
        var version = digits < 0 ? "" : name[digits..];
        var point = version.IndexOf('.', StringComparison.Ordinal);
        var family = language switch
        {
            "nodejs" => RuntimeFamily.Node,
            "python" => RuntimeFamily.Python,
            "php" => RuntimeFamily.Php,
            "java" => RuntimeFamily.Java,
            "go" => RuntimeFamily.Go,
            "customruntime" or "custom" => RuntimeFamily.Custom,
            _ => RuntimeFamily.Unknown,
        };
        return new RuntimeName(family, point < 0 ? version : version[..point], point < 0 ? "" : version[(point + 1)..]);
    }
}
