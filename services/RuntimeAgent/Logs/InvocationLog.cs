using System.Text;
using ScfAspire.Contracts.Link;

namespace ScfAspire.RuntimeAgent.Logs;

/// <summary>What the function prints in one run, within the limits of the SCF interface. The platform's own lines are written where the log is read.</summary>
internal sealed class InvocationLog(TimeProvider time)
{
    private readonly Lock _gate = new();
    // Most runs print nothing.
    private StringBuilder? _text;
    private long _windowStart;
    private int _windowLines;
    private int _userBytes;
    private int _lineBytes;
    private bool _closed;

    /// <summary>Adds what the function printed; what is over a limit, or comes after the end, is dropped.</summary>
    public void AppendUser(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            if (_closed) return;
            while (text.Length > 0)
            {
                var end = text.IndexOf('\n');
                var line = end < 0 ? text : text[..end];
                AppendPart(line);
                if (end < 0) return;
                EndUserLine();
                text = text[(end + 1)..];
            }
        }
    }

    /// <summary>Ends what was printed while the function was loaded and returns it: whole lines, or nothing.</summary>
    public string EndInit()
    {
        lock (_gate)
        {
            var text = TakeLines();
            _text?.Clear();
            return text;
        }
    }

    /// <summary>What was printed so far since <see cref="EndInit"/>, in whole lines.</summary>
    public string Printed()
    {
        lock (_gate) return _lineBytes > 0 ? $"{_text}\n" : _text?.ToString() ?? "";
    }

    /// <summary>Ends the log and returns what was printed since <see cref="EndInit"/>: whole lines, or nothing.</summary>
    public string Close()
    {
        lock (_gate)
        {
            _closed = true;
            return TakeLines();
        }
    }

    private void AppendPart(ReadOnlySpan<char> part)
    {
        if (WindowIsFull()) return;
        var room = Math.Min(LogLimits.LineBytes - _lineBytes, LogLimits.UserBytes - _userBytes);
        var bytes = Encoding.UTF8.GetByteCount(part);
        if (bytes > room)
        {
            part = Utf8Cut.First(part.ToString(), Math.Max(0, room));
            bytes = room;
        }

        if (part.Length == 0) return;
        (_text ??= new StringBuilder(256)).Append(part);
        _lineBytes += bytes;
        _userBytes += bytes;
    }

    private void EndUserLine()
    {
        if (!WindowIsFull() && _userBytes < LogLimits.UserBytes)
        {
            (_text ??= new StringBuilder(256)).Append('\n');
            _userBytes++;
            _windowLines++;
        }

        _lineBytes = 0;
    }

    private bool WindowIsFull()
    {
        if (_windowLines == 0) _windowStart = time.GetTimestamp();
        if (_windowLines < LogLimits.LinesPerWindow) return false;
        if (time.GetElapsedTime(_windowStart) < LogLimits.Window) return true;
        _windowLines = 0;
        return false;
    }

    // The platform's lines begin where a line begins.
    private string TakeLines()
    {
        if (_lineBytes > 0) _text!.Append('\n');
        _lineBytes = 0;
        return _text?.ToString() ?? "";
    }
}
