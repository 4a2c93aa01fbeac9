using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>
/// The bytes of one segment, shared with its file by the kernel: what was stored here is in the file even if the process dies at once.
/// A word of eight aligned bytes is stored as a whole, and stores become visible in their order; everything below rests on these two facts.
/// </summary>
/// <remarks>
/// Head: magic, version, epoch, source, checksum. Two slots of the state, written in turn, version last, so that one is always whole.
/// From <see cref="DataOffset"/> on records, each a commit word (length and checksum over sequence and bytes) and the bytes, padded to eight.
/// </remarks>
internal sealed unsafe class SegmentMemory : IDisposable
{
    public const int DataOffset = 4096;
    public const int CommitBytes = 8;

    private const ulong Magic = 0x31_4C_4F_4F_50_53_46_43; // "CFSPOOL1"
    private const int EpochOffset = 8, SourceLengthOffset = 16, SourceOffset = 20, HeadBytes = 256;
    private const int SlotOffset = 1024, SlotDistance = 1024, SlotBytes = 56;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private ulong _stateVersion;

    private SegmentMemory(FileStream stream)
    {
        Length = checked((int)stream.Length);
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public int Length { get; }

    public long Epoch => Read<long>(EpochOffset);

    public string Source => Encoding.UTF8.GetString(Bytes(SourceOffset, Read<int>(SourceLengthOffset)));

    /// <summary>Makes a file with its whole space allotted, so that no later store can meet a full disk.</summary>
    /// <exception cref="IOException">The disk is full, or the file exists.</exception>
    public static SegmentMemory Create(string path, int length, string source, long epoch)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, PreallocationSize = length };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        stream.SetLength(length);
        var memory = new SegmentMemory(stream);
        var name = Encoding.UTF8.GetBytes(source);
        memory.Write(EpochOffset, epoch);
        memory.Write(SourceLengthOffset, name.Length);
        name.CopyTo(memory.Bytes(SourceOffset, name.Length));
        memory.Write(HeadBytes, (ulong)memory.HeadChecksum());
        memory.Write(0, Magic);
        return memory;
    }

    /// <exception cref="SpoolDamagedException">It is not a spool's file, or its head was never completed.</exception>
    public static SegmentMemory Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        if (stream.Length is < DataOffset or > int.MaxValue)
        {
            stream.Dispose();
            throw new SpoolDamagedException($"{path} is too short to hold records.");
        }

        var memory = new SegmentMemory(stream);
        if (memory.Read<ulong>(0) == Magic && memory.Read<int>(SourceLengthOffset) is > 0 and <= 200 && memory.Read<ulong>(HeadBytes) == memory.HeadChecksum()) return memory;
        memory.Dispose();
        throw new SpoolDamagedException($"{path} has no head of a spool's file.");
    }

    public Span<byte> Bytes(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset + (uint)length, (uint)Length, nameof(length));
        return new Span<byte>(_start + offset, length);
    }

    /// <summary>Declares that no record starts here, until <see cref="Commit"/> declares one.</summary>
    public void Uncommit(int offset) => Volatile.Write(ref Word(offset), 0);

    /// <summary>Declares the bytes after the word as a record. The last store of an append.</summary>
    public void Commit(int offset, ulong sequence, int length) =>
        Volatile.Write(ref Word(offset), ((ulong)length << 32) | Checksum(sequence, Bytes(offset + CommitBytes, length)));

    /// <summary>Length of the record with this sequence at this place; 0 when there is none.</summary>
    public int CommittedLength(int offset, ulong sequence)
    {
        if (offset + CommitBytes > Length) return 0;
        var word = Volatile.Read(ref Word(offset));
        var length = word >> 32;
        if (length == 0 || length > (ulong)(Length - offset - CommitBytes)) return 0;
        return Checksum(sequence, Bytes(offset + CommitBytes, (int)length)) == (uint)word ? (int)length : 0;
    }

    /// <summary>Length of a record that is known to be committed.</summary>
    public int LengthAt(int offset) => (int)(Volatile.Read(ref Word(offset)) >> 32);

    public SegmentState ReadState()
    {
        SegmentState? state = null;
        for (var slot = 0; slot < 2; slot++)
        {
            var bytes = Bytes(SlotOffset + (slot * SlotDistance), SlotBytes);
            var version = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            if (version <= _stateVersion || BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]) != Checksum(version, bytes[8..48])) continue;
            _stateVersion = version;
            state = new SegmentState(
                (int)BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
                (int)BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]));
        }

        return state ?? throw new SpoolDamagedException("Neither copy of the segment's state is whole.");
    }

    public void WriteState(in SegmentState state)
    {
        var version = ++_stateVersion;
        var offset = SlotOffset + ((int)(version & 1) * SlotDistance);
        var bytes = Bytes(offset, SlotBytes);
        Volatile.Write(ref Word(offset), 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], state.ReadOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], state.ReadSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], state.BatchSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], state.BatchEndOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], state.BatchEndSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[48..], Checksum(version, bytes[8..48]));
        Volatile.Write(ref Word(offset), version);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private uint HeadChecksum() => Checksum(0, Bytes(EpochOffset, HeadBytes - EpochOffset));

    private static uint Checksum(ulong seed, ReadOnlySpan<byte> bytes)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, seed);
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) sum = BitOperations.Crc32C(sum, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..]) sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }

    private ref ulong Word(int offset) => ref MemoryMarshal.AsRef<ulong>(Bytes(offset, CommitBytes));

    private T Read<T>(int offset)
        where T : unmanaged => MemoryMarshal.Read<T>(Bytes(offset, sizeof(T)));

    private void Write<T>(int offset, T value)
        where T : unmanaged => MemoryMarshal.Write(Bytes(offset, sizeof(T)), value);
}
