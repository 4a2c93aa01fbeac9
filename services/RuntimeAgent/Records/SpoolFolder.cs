using System.Globalization;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>The spool's files, <c>&lt;epoch&gt;.spool</c>, and the lock that keeps them to one process.</summary>
internal sealed partial class SpoolFolder : IDisposable
{
    private const string Extension = ".spool";

    private readonly RecordSpoolOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileStream _lock;
    private long _epoch;

    public SpoolFolder(RecordSpoolOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        Directory.CreateDirectory(options.Folder);
        _lock = new FileStream(Path.Combine(options.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The files of former lives that hold records, oldest first. Empty ones are removed; unreadable ones are set aside, never deleted.</summary>
    public Queue<SpoolSegment> OpenFormer()
    {
        var former = new Queue<SpoolSegment>();
        var files = Directory.GetFiles(_options.Folder, "*" + Extension)
            .Select(path => (Path: path, Epoch: long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0))
            .OrderBy(file => file.Epoch);
        foreach (var (path, epoch) in files)
        {
            _epoch = Math.Max(_epoch, epoch);
            try
            {
                var segment = SpoolSegment.Open(path);
                if (segment.IsDrained) segment.Delete();
                else former.Enqueue(segment);
            }
            catch (SpoolDamagedException e)
            {
                LogDamaged(path, e);
                File.Move(path, path + ".damaged", overwrite: true);
            }
        }

        return former;
    }

    /// <exception cref="IOException">The disk is full.</exception>
    public SpoolSegment Create()
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        _epoch = Math.Max(_epoch + 1, now);
        var path = Path.Combine(_options.Folder, _epoch.ToString(CultureInfo.InvariantCulture) + Extension);
        return SpoolSegment.Create(path, _options.SegmentBytes, _options.Source, _epoch);
    }

    public void Dispose() => _lock.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "The record spool's file {Path} cannot be read and is set aside")]
    private partial void LogDamaged(string path, Exception exception);
}
