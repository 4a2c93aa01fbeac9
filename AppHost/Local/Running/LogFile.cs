namespace ScfAspire.AppHost.Local.Running;

/// <summary>What one process prints, kept over runs in a file of bounded size and the one before it.</summary>
internal sealed class LogFile : IDisposable
{
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _path;
    private StreamWriter _writer;

    public LogFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _writer = Open();
    }

    public void Write(string line)
    {
        lock (_gate)
        {
            _writer.WriteLine(line);
            if (_writer.BaseStream.Position < MaxBytes) return;
            _writer.Dispose();
            File.Move(_path, _path + ".1", overwrite: true);
            _writer = Open();
        }
    }

    public void Dispose()
    {
        lock (_gate) _writer.Dispose();
    }

    private StreamWriter Open() =>
        new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
}
