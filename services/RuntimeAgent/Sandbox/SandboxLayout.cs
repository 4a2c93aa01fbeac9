namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>What a sandbox is put together from.</summary>
internal sealed record SandboxLayout
{
    /// <summary>The agent is root: it maps the users of the sandbox itself.</summary>
    public required bool Privileged { get; init; }

    public required string HostName { get; init; }

    public required SandboxFolders Folders { get; init; }

    public required Interpreters Interpreters { get; init; }

    /// <summary>Host folder of the bootstraps.</summary>
    public required string RuntimesFolder { get; init; }

    public required string EtcFolder { get; init; }

    /// <summary>Files and folders of the host's /etc that every program needs and none may change.</summary>
    public required IReadOnlyList<string> SharedEtc { get; init; }

    /// <summary>/lib, /bin ... that are links into /usr: name and target.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> RootLinks { get; init; }

    /// <summary>Those that are folders of their own.</summary>
    public required IReadOnlyList<string> RootFolders { get; init; }
}
