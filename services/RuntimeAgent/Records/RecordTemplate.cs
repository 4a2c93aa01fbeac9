using System.Buffers;
using Google.Protobuf;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>
/// Writes the records of one instance as <see cref="InvocationRecord"/> messages, byte for byte as protobuf does: what all of them have in
/// common was encoded once, so that a run costs neither a message object nor the encoding of the same names again.
/// </summary>
internal sealed class RecordTemplate
{
    // Numbers at their longest, tags and lengths.
    private const int VaryingBytes = 256;
    private const int StackBytes = 2048;

    private readonly byte[] _function;
    private readonly byte[] _place;
    private readonly int _memoryMb;

    public RecordTemplate(InstanceSpec spec, string pool, ulong instanceId)
    {
        // Fields 3 to 5 and 7 to 10: the qualifier, which comes between, is the call's.
        _function = new InvocationRecord { Key = spec.Key, FunctionId = spec.FunctionId, Version = spec.Version }.ToByteArray();
        _place = new InvocationRecord { SpecId = spec.SpecId, Pool = pool, InstanceId = instanceId, Source = RecordSource.Agent }.ToByteArray();
        _memoryMb = spec.MemoryMb;
    }

    /// <summary>Encodes the record and appends it, without waiting; see <see cref="IRecordSpool.TryAppend"/>.</summary>
    public bool TryAppend(in RunRecord run, IRecordSpool spool, out ulong sequence)
    {
        var most = MostBytes(run);
        if (most <= StackBytes)
        {
            Span<byte> bytes = stackalloc byte[StackBytes];
            return spool.TryAppend(bytes[..Write(run, bytes)], out sequence);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return spool.TryAppend(rented.AsSpan(0, Write(run, rented)), out sequence);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public byte[] Encode(in RunRecord run)
    {
        var bytes = new byte[MostBytes(run)];
        Array.Resize(ref bytes, Write(run, bytes));
        return bytes;
    }

    private int MostBytes(in RunRecord run) =>
        VaryingBytes + _function.Length + _place.Length + run.RetMsg.Length + (run.InitLog?.CalculateSize() ?? 0)
        + (3 * (run.Qualifier.Length + run.InvokeType.Length + run.ErrorMessage.Length + run.Log.Length + (run.ErrorReason?.Length ?? 0)));

    private int Write(in RunRecord run, Span<byte> bytes)
    {
        Span<byte> id = stackalloc byte[16];
        run.RequestId.TryWriteBytes(id, bigEndian: true, out _);
        var fields = new FieldWriter(bytes);
        fields.Bytes(InvocationRecord.RequestIdFieldNumber, id);
        fields.Number(InvocationRecord.RetryNumFieldNumber, run.RetryNum);
        fields.Encoded(_function);
        fields.Text(InvocationRecord.QualifierFieldNumber, run.Qualifier);
        fields.Encoded(_place);
        fields.Text(InvocationRecord.InvokeTypeFieldNumber, run.InvokeType);
        fields.Number(InvocationRecord.StartUnixUsFieldNumber, run.StartUnixUs);
        fields.Number(InvocationRecord.DurationUsFieldNumber, run.DurationUs);
        fields.Number(InvocationRecord.BilledMsFieldNumber, run.BilledMs);
        fields.Number(InvocationRecord.MemoryMbFieldNumber, _memoryMb);
        fields.Number(InvocationRecord.MemoryUsedBytesFieldNumber, run.MemoryUsedBytes);
        fields.Number(InvocationRecord.StatusCodeFieldNumber, run.StatusCode);
        fields.Bytes(InvocationRecord.RetMsgFieldNumber, run.RetMsg.Span);
        fields.Text(InvocationRecord.ErrorMessageFieldNumber, run.ErrorMessage);
        fields.Text(InvocationRecord.LogFieldNumber, run.Log);
        fields.Number(InvocationRecord.ColdStartUsFieldNumber, run.ColdStartUs);
        fields.Number(InvocationRecord.ResponseBytesFieldNumber, run.ResponseBytes);
        fields.Number(InvocationRecord.LogFormFieldNumber, (int)run.LogForm);
        if (run.InitLog is { } init) fields.Message(InvocationRecord.InitLogFieldNumber, init);
        if (run.ErrorReason is { } reason) fields.PresentText(InvocationRecord.ErrorReasonFieldNumber, reason);
        return fields.Length;
    }
}
