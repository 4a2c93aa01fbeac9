using System.Text;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Decodes what a sandbox prints and keeps it until somebody takes it.</summary>
internal sealed class OutputBuffer
{
    // What a process may print before its function is known; more is cut.
    private const int MaxEarlyChars = 64 * 1024;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StringBuilder? _early = new();
    private Action<string>? _sink;

    /// <summary>Completes when every process that could print has closed its end.</summary>
    public Task Ended => _ended.Task;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[1024];
        lock (_gate)
        {
            while (bytes.Length > 0)
            {
                _decoder.Convert(bytes, chars, flush: false, out var used, out var written, out _);
                bytes = bytes[used..];
                if (written == 0) continue;
                if (_sink is { } sink) sink(new string(chars[..written]));
                else if (_early!.Length < MaxEarlyChars) _early.Append(chars[..written]);
            }
        }
    }

    public void End() => _ended.TrySetResult();

    /// <summary>Hands over what came so far, then everything else as it comes.</summary>
    public void SetSink(Action<string> sink)
    {
        lock (_gate)
        {
            if (_early is { Length: > 0 } early) sink(early.ToString());
            _early = null;
            _sink = sink;
        }
    }

    /// <summary>What came so far, for an error text.</summary>
    public string Early
    {
        get
        {
            lock (_gate) return _early?.ToString().Trim() ?? "";
        }
    }
}
