namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Where the record spool lives and how large it may become.</summary>
internal sealed class RecordSpoolOptions
{
    /// <summary>Largest encoded record: its log alone may have 1 MB.</summary>
    public const int MaxRecordBytes = 2 * 1024 * 1024;

    /// <summary>Folder of the spool's files, for this process alone.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Name under which Metering knows this agent; at most 200 bytes of UTF-8.</summary>
    public string Source { get; set; } = "";

    /// <summary>Size of one file, at least twice <see cref="MaxRecordBytes"/>.</summary>
    public int SegmentBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Files that are kept ready. More are made when these are full, and removed again when they are empty.</summary>
    public int ReadySegments { get; set; } = 2;

    /// <summary>Files at most.</summary>
    public int MaxSegments { get; set; } = 32;

    /// <summary>How long an append waits for Metering before the spool grows beyond <see cref="ReadySegments"/>.</summary>
    public TimeSpan GrowAfter { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an append waits at <see cref="MaxSegments"/> before it fails.</summary>
    public TimeSpan RefuseAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the shipper lets records gather after a quiet time before it sends a batch that is not full.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Least time from the end of one batch to the next that is not full: what a batch costs (a call, a transaction, a flush to disk) is then shared by all
    /// records of that time, and a log is still there within a fraction of a second.
    /// </summary>
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A batch ends when it has this many bytes ...</summary>
    public int BatchBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>... or this many records.</summary>
    public int BatchRecords { get; set; } = 10_000;

    /// <summary>Longest pause between two attempts to send a batch.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an orderly stop waits for the rest to be stored; what is left is sent after the next start.</summary>
    public TimeSpan DrainOnStop { get; set; } = TimeSpan.FromSeconds(2);

    /// <exception cref="InvalidOperationException">A value is out of its range.</exception>
    public void Validate()
    {
        if (Folder.Length == 0) throw new InvalidOperationException("The record spool needs a folder.");
        if (Source.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(Source) > 200) throw new InvalidOperationException("The record spool needs a source name of 1 to 200 bytes.");
        if (SegmentBytes < 2 * MaxRecordBytes) throw new InvalidOperationException($"The record spool's segments need at least {2 * MaxRecordBytes} bytes.");
        if (ReadySegments < 2 || MaxSegments < ReadySegments) throw new InvalidOperationException("The record spool needs at least two segments, and a limit that is not below their number.");
    }
}
