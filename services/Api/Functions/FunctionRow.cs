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

    /// <summary>Of its namespace; empty for the installation's own.</summary>
    public string Pool { get; init; } = "";

    /// <summary>Content address of what its namespace's pods are like; empty where that is bound to no cluster.</summary>
    public string Placement { get; init; } = "";

    /// <summary>Who may write it: a name of <c>FunctionOwner</c>.</summary>
    public string Owner { get; init; } = "";
}
