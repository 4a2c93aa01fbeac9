using Microsoft.Win32.SafeHandles;

namespace ScfAspire.RuntimeAgent.Processes;

/// <summary>A program to start. It inherits nothing but what is named here.</summary>
public sealed record SpawnRequest
{
    /// <summary>Absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>Without the program's own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Entries of the form <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The child's descriptor numbers and what they are; numbers below 64.</summary>
    internal IReadOnlyList<KeyValuePair<int, SafeFileHandle>> Descriptors { get; init; } = [];
}
