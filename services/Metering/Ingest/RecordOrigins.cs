using System.Collections.Concurrent;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Ingest;

/// <summary>
/// The origins seen lately, by the bytes of their fields: records of one instance repeat these bytes, so their names need be read and checked
/// once. Safe for use from any thread.
/// </summary>
public sealed class RecordOrigins
{
    /// <summary>Instances come and go; what is forgotten is read again.</summary>
    private const int Capacity = 10_000;

    /// <summary>Fields of an origin: key to invoke_type.</summary>
    public const int FirstField = InvocationRecord.KeyFieldNumber, LastField = InvocationRecord.InvokeTypeFieldNumber;

    private readonly ConcurrentDictionary<byte[], RecordOrigin> _known = new(ByteSequence.Comparer);

    /// <exception cref="InvalidDataException">The bytes are no protobuf fields.</exception>
    public RecordOrigin Find(ReadOnlySpan<byte> fields, out byte[] bytes)
    {
        var known = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (known.TryGetValue(fields, out var stored, out var origin))
        {
            bytes = stored;
            return origin;
        }

        if (_known.Count >= Capacity) _known.Clear();
        bytes = fields.ToArray();
        return _known.GetOrAdd(bytes, Read(bytes));
    }

    private static RecordOrigin Read(ReadOnlySpan<byte> fields)
    {
        string @namespace = "", function = "", functionId = "", version = "", qualifier = "", spec = "", pool = "", invokeType = "";
        var source = RecordSource.Unspecified;
        ulong instance = 0;
        var reader = new WireReader(fields);
        while (reader.Next() is var field and > 0)
        {
            switch (field)
            {
                case InvocationRecord.KeyFieldNumber: ReadKey(fields[reader.Bytes()], ref @namespace, ref function); break;
                case InvocationRecord.FunctionIdFieldNumber: functionId = Text(fields[reader.Bytes()]); break;
                case InvocationRecord.VersionFieldNumber: version = Text(fields[reader.Bytes()]); break;
                case InvocationRecord.QualifierFieldNumber: qualifier = Text(fields[reader.Bytes()]); break;
                case InvocationRecord.SpecIdFieldNumber: spec = Text(fields[reader.Bytes()]); break;
                case InvocationRecord.PoolFieldNumber: pool = Text(fields[reader.Bytes()]); break;
                case InvocationRecord.InvokeTypeFieldNumber: invokeType = Text(fields[reader.Bytes()]); break;
                case InvocationRecord.InstanceIdFieldNumber: instance = reader.Fixed(); break;
                case InvocationRecord.SourceFieldNumber: source = (RecordSource)reader.Number(); break;
                default: reader.Skip(); break;
            }
        }

        string? refusal = null;
        if (@namespace.Length == 0 || function.Length == 0) refusal = "it names no function";
        else if (HasNul(@namespace) || HasNul(function) || HasNul(functionId) || HasNul(version) || HasNul(qualifier) || HasNul(pool))
            refusal = "a name in it holds a NUL character";
        return new RecordOrigin
        {
            Target = new RunTarget(@namespace, function, functionId, version, qualifier),
            SpecId = spec,
            Pool = pool,
            InstanceId = instance,
            Source = source == RecordSource.Agent ? RecordSource.Agent : RecordSource.Dispatch,
            InvokeType = invokeType,
            Refusal = refusal,
        };
    }

    private static void ReadKey(ReadOnlySpan<byte> key, ref string @namespace, ref string function)
    {
        var reader = new WireReader(key);
        while (reader.Next() is var field and > 0)
        {
            switch (field)
            {
                case FunctionKey.NamespaceFieldNumber: @namespace = Text(key[reader.Bytes()]); break;
                case FunctionKey.FunctionFieldNumber: function = Text(key[reader.Bytes()]); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
