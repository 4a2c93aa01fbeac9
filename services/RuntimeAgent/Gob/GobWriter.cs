using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ScfAspire.RuntimeAgent.Gob;

/// <summary>Writes a gob stream: definitions of struct types, then values of them, each as a message with its length in front.</summary>
internal sealed class GobWriter
{
    private readonly ArrayBufferWriter<byte> _message = new();

    // Fields are numbered from 0 and each says how far it is from the one before; a struct inside another counts for itself.
    private readonly Stack<int> _outer = new();
    private int _field = -1;

    /// <summary>Finished messages.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>Defines a struct type; its identity may be used from then on.</summary>
    public void Define(int id, string name, params ReadOnlySpan<(string Name, int Type)> fields)
    {
        const int StructInWireType = 2;
        Signed(-id);
        Open(StructInWireType);
        Open(0);
        Text(0, name);
        Number(1, id);
        Close();
        if (fields.Length > 0)
        {
            Field(1);
            Unsigned((ulong)fields.Length);
            foreach (var (field, type) in fields)
            {
                Enter();
                Text(0, field);
                Number(1, type);
                Close();
            }
        }

        Close();
        EndValue();
    }

    /// <summary>Begins a value of a defined type; its fields follow in their order.</summary>
    public void BeginValue(int id)
    {
        Signed(id);
        _field = -1;
    }

    public void EndValue()
    {
        Unsigned(0);
        _field = -1;
        var body = _message.WrittenSpan;
        WriteUnsigned(Output, (ulong)body.Length);
        Output.Write(body);
        _message.ResetWrittenCount();
    }

    /// <summary>Begins a field that is a struct.</summary>
    public void Open(int field)
    {
        Field(field);
        Enter();
    }

    public void Close()
    {
        Unsigned(0);
        _field = _outer.Pop();
    }

    /// <summary>A text field; what is empty is not sent, as with all fields.</summary>
    public void Text(int field, string value)
    {
        if (value.Length == 0) return;
        Field(field);
        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length);
        Encoding.UTF8.GetBytes(value, _message.GetSpan(length));
        _message.Advance(length);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        if (value.Length == 0) return;
        Field(field);
        Unsigned((ulong)value.Length);
        _message.Write(value);
    }

    public void Number(int field, long value)
    {
        if (value == 0) return;
        Field(field);
        Signed(value);
    }

    public void Count(int field, ulong value)
    {
        if (value == 0) return;
        Field(field);
        Unsigned(value);
    }

    private void Enter()
    {
        _outer.Push(_field);
        _field = -1;
    }

    private void Field(int field)
    {
        Unsigned((ulong)(field - _field));
        _field = field;
    }

    private void Signed(long value) => Unsigned(value < 0 ? (ulong)(~value << 1) | 1 : (ulong)value << 1);

    private void Unsigned(ulong value) => WriteUnsigned(_message, value);

    private static void WriteUnsigned(ArrayBufferWriter<byte> output, ulong value)
    {
        if (value < 128)
        {
            output.Write([(byte)value]);
            return;
        }

        Span<byte> bytes = stackalloc byte[9];
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], value);
        var zeros = BitOperations.LeadingZeroCount(value) / 8;
        bytes[zeros] = (byte)-(8 - zeros);
        output.Write(bytes[zeros..]);
    }
}
