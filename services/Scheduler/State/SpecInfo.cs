using System.Globalization;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.State;

/// <summary>Whose function version a spec is.</summary>
internal readonly record struct SpecInfo(string Namespace, string Function, int TimeoutMs)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{NameOf(Namespace, Function)}|{TimeoutMs}");

    public FunctionKey Key => new() { Namespace = Namespace, Function = Function };

    /// <summary>What the store calls a function.</summary>
    public static string NameOf(string @namespace, string function) => $"{@namespace}|{function}";

    public static SpecInfo Parse(string text)
    {
        var parts = text.Split('|');
        return new SpecInfo(parts[0], parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
