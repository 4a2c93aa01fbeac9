namespace ScfAspire.Api.Functions;

internal sealed class VersionRow
{
    public string FunctionId { get; init; } = "";

    public string Version { get; init; } = "";

    public int Generation { get; init; }

    public string Status { get; init; } = "";

    public string Configuration { get; init; } = "";

    public DateTime AddTime { get; init; }

    public DateTime ModTime { get; init; }
}
