using Npgsql;

namespace ScfAspire.Trigger.Queue.Ownership;

/// <summary>Connection string of the owner's session. Without a pool: closed, a pooled connection would go on holding the session's lock.</summary>
public sealed class SessionString(string connectionString)
{
    public string Value { get; } = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString;
}
