using System.Text.RegularExpressions;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Core.Names;

/// <summary>How functions, namespaces, aliases and triggers may be named. The <c>Require</c> methods throw <see cref="ScfException"/>.</summary>
public static partial class NameRules
{
    /// <summary>The namespace that exists from the start and cannot be deleted.</summary>
    public const string DefaultNamespace = "default";

    /// <summary>The alias that every function has and that cannot be deleted.</summary>
    public const string DefaultAlias = "$DEFAULT";

    /// <summary>The one version that can be edited.</summary>
    public const string Latest = "$LATEST";

    public static bool IsFunctionName(string? name) =>
        name is { Length: >= ScfLimits.FunctionNameMin and <= ScfLimits.FunctionNameMax } && FunctionNamePattern().IsMatch(name);

    public static bool IsNamespaceName(string? name) =>
        name is { Length: >= 1 and <= ScfLimits.NamespaceNameMax } && WordPattern().IsMatch(name);

    /// <summary>A name that a user may give to an alias; <see cref="DefaultAlias"/> is not one.</summary>
    public static bool IsAliasName(string? name) =>
        name is { Length: >= 1 and <= ScfLimits.AliasNameMax } && LetterWordPattern().IsMatch(name);

    public static bool IsTriggerName(string? name) =>
        name is { Length: >= 1 and <= ScfLimits.TriggerNameMax } && WordPattern().IsMatch(name);

    /// <summary>A published version: a positive number without leading zeros.</summary>
    public static bool IsVersionNumber(string? version) => version is { Length: <= 9 } && VersionPattern().IsMatch(version);

    public static void RequireFunctionName(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw new ScfException(ScfErrorCode.MissingParameter, "FunctionName is required.");
        if (!IsFunctionName(name))
        {
            throw new ScfException(
                ScfErrorCode.InvalidFunctionName,
                $"FunctionName '{Shown(name)}' must have 2 to 60 letters, digits, '-' or '_', start with a letter and end with a letter or digit.");
        }
    }

    /// <summary>Checks both names and their joint length.</summary>
    public static void RequireFunction(string? @namespace, string? name)
    {
        RequireNamespace(@namespace);
        RequireFunctionName(name);
        if (@namespace!.Length + name!.Length > ScfLimits.QualifiedNameMax)
        {
            throw new ScfException(
                ScfErrorCode.InvalidFunctionName,
                $"FunctionName and Namespace together must not be longer than {ScfLimits.QualifiedNameMax} characters.");
        }
    }

    public static void RequireNamespace(string? name, string code = ScfErrorCode.InvalidNamespace)
    {
        if (string.IsNullOrEmpty(name)) throw new ScfException(ScfErrorCode.MissingParameter, "Namespace is required.");
        if (!IsNamespaceName(name))
            throw new ScfException(code, $"Namespace '{Shown(name)}' must have at most {ScfLimits.NamespaceNameMax} letters, digits, '-' or '_'.");
    }

    public static void RequireAliasName(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw new ScfException(ScfErrorCode.MissingParameter, "Name is required.");
        if (!IsAliasName(name))
        {
            throw new ScfException(
                ScfErrorCode.InvalidName,
                $"Alias name '{Shown(name)}' must have 1 to {ScfLimits.AliasNameMax} letters, digits, '-' or '_' and start with a letter.");
        }
    }

    public static void RequireTriggerName(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw new ScfException(ScfErrorCode.MissingParameter, "TriggerName is required.");
        if (!IsTriggerName(name))
        {
            throw new ScfException(
                ScfErrorCode.InvalidTriggerName,
                $"TriggerName '{Shown(name)}' must have 1 to {ScfLimits.TriggerNameMax} letters, digits, '-' or '_'.");
        }
    }

    private static string Shown(string name) => name.Length <= 80 ? name : name[..80] + "...";

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*[A-Za-z0-9]\z")]
    private static partial Regex FunctionNamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex LetterWordPattern();

    [GeneratedRegex(@"\A[1-9][0-9]*\z")]
    private static partial Regex VersionPattern();
}
