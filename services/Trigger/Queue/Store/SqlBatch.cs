using Npgsql;
using NpgsqlTypes;

namespace ScfAspire.Trigger.Queue.Store;

/// <summary>Statements with positional parameters.</summary>
internal static class SqlBatch
{
    public static NpgsqlBatch With(this NpgsqlBatch batch, string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DateTimeOffset[]
                ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz }
                : new NpgsqlParameter { Value = value });
        }
        batch.BatchCommands.Add(command);
        return batch;
    }
}
