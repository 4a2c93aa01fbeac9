namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Text for a shell.</summary>
internal static class ShellText
{
    /// <summary>One word, whatever is in it.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
