using System.Text.Json;

namespace ScfAspire.Operator.Cluster;

/// <summary>One message of a watch.</summary>
public sealed record WatchChange
{
    /// <summary><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</summary>
    public string Type { get; init; } = "";

    public JsonElement Object { get; init; }
}
