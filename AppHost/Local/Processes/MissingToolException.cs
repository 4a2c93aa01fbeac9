namespace ScfAspire.AppHost.Local.Processes;

/// <summary>A program that is needed is not on this machine.</summary>
internal sealed class MissingToolException(string tool, Exception? inner = null)
    : Exception($"{tool} is needed and was not found or cannot be started.", inner)
{
    public string Tool { get; } = tool;
}
