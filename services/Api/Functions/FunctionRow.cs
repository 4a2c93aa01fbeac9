namespace ScfAspire.Api.Functions;

internal sealed class FunctionRow
{
    public string Id { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Runtime { get; init; } = "";

    public int LastVersion { get; init; }

    public int RetryNum { get; init; }

    public int MessageTtl { get; init; }

    public bool Deleting { get; init; }

    public long Revision { get; init; }
}
