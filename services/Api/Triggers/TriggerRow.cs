namespace ScfAspire.Api.Triggers;

internal sealed class TriggerRow
{
    public string FunctionId { get; init; } = "";

    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    public string Qualifier { get; init; } = "";

    public bool Enabled { get; init; }

    public string Description { get; init; } = "";

    public string CustomArgument { get; init; } = "";

    public string Comment { get; init; } = "";

    public DateTime AddTime { get; init; }

    public DateTime ModTime { get; init; }
}
