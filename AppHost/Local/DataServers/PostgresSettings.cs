namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>What differs between one private server and another.</summary>
internal sealed record PostgresSettings
{
    public int MaxConnections { get; init; } = 200;

    public int SharedBuffersMegabytes { get; init; } = 128;

    /// <summary>The cluster is deleted after use: its first files need not reach the disk. Commits still do.</summary>
    public bool Throwaway { get; init; }
}
