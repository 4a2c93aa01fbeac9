using System.Text.RegularExpressions;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Core.Functions;

/// <summary>The form of a handler depends on the runtime's family.</summary>
public static partial class HandlerRules
{
    private const int FreeTextMax = 256;

    public static bool IsValid(RuntimeFamily family, string handler) => family switch
    {
        RuntimeFamily.Java => handler.Length <= FreeTextMax && JavaPattern().IsMatch(handler),
        RuntimeFamily.Go => handler.Length is >= 1 and <= ScfLimits.HandlerPartMax && ExecutablePattern().IsMatch(handler),
        RuntimeFamily.Custom => handler.Length <= FreeTextMax && !handler.Any(char.IsControl),
        _ => IsFileAndFunction(handler),
    };

    /// <summary>Checks the handler of a function of this runtime and kind; web and custom functions need none.</summary>
    /// <exception cref="ScfException">Missing or of the wrong form.</exception>
    public static void Require(RuntimeFamily family, FunctionKind kind, string? handler)
    {
        if (string.IsNullOrEmpty(handler))
        {
            if (kind == FunctionKind.Http || family == RuntimeFamily.Custom) return;
            throw new ScfException(ScfErrorCode.InvalidHandler, $"Handler is required: {Form(family)}.");
        }

        if (!IsValid(kind == FunctionKind.Http ? RuntimeFamily.Custom : family, handler))
            throw new ScfException(ScfErrorCode.InvalidHandler, $"Handler is not valid; its form is {Form(family)}.");
    }

    private static string Form(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Java => "package.Class::method, e.g. example.Hello::mainHandler",
        RuntimeFamily.Go => "the name of the executable, e.g. main",
        RuntimeFamily.Custom => $"a text of at most {FreeTextMax} characters",
        _ => "file.function, each part 2 to 60 characters that starts and ends with a letter, e.g. index.main_handler",
    };

    private static bool IsFileAndFunction(string handler)
    {
        var dot = handler.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && IsPart(handler[..dot]) && IsPart(handler[(dot + 1)..]);
    }

    private static bool IsPart(string part) =>
        part.Length is >= ScfLimits.HandlerPartMin and <= ScfLimits.HandlerPartMax && PartPattern().IsMatch(part);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*[A-Za-z]\z")]
    private static partial Regex PartPattern();

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*::[A-Za-z_$][A-Za-z0-9_$]*\z")]
    private static partial Regex JavaPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex ExecutablePattern();
}
