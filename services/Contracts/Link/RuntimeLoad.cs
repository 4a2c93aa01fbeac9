namespace ScfAspire.Contracts.Link;

/// <summary>LOAD: become an instance of one function version.</summary>
public sealed record RuntimeLoad
{
    public required string Handler { get; init; }

    /// <summary>Folder of the code, <c>/var/user</c> in a sandbox.</summary>
    public required string CodeRoot { get; init; }

    /// <summary>Replaces the process's environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string FunctionName { get; init; }

    public required string FunctionVersion { get; init; }

    public required string Namespace { get; init; }

    public required int MemoryLimitMb { get; init; }

    public required int TimeLimitMs { get; init; }

    public string Region { get; init; } = "";

    public string AppId { get; init; } = "";

    public string Uin { get; init; } = "";

    /// <summary>Calls that may be open at the same time, at least 1.</summary>
    public int Concurrency { get; init; } = 1;
}
