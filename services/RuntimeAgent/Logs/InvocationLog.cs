using System.Globalization;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;

namespace ScfAspire.RuntimeAgent.Logs;

/// <summary>The log of one run, line by line as the SCF interface writes it. What the function prints is limited; the platform's lines always fit.</summary>
internal sealed class InvocationLog
{
    private readonly StringBuilder _text = new(512);
    private readonly string _id;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _windowStart;
    private int _windowLines;
    private int _userBytes;
    private int _lineBytes;
    private bool _closed;

    public InvocationLog(Guid requestId, TimeProvider time)
    {
        _id = requestId.ToString("D");
        _time = time;
        _text.Append("START RequestId:").Append(_id).Append('\n');
    }

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
        _text.Append(part);
        _lineBytes += bytes;
        _userBytes += bytes;
    }

    private void EndUserLine()
    {
        if (!WindowIsFull() && _userBytes < LogLimits.UserBytes)
        {
            _text.Append('\n');
            _userBytes++;
            _windowLines++;
        }

        _lineBytes = 0;
    }

    private bool WindowIsFull()
    {
        if (_windowLines == 0) _windowStart = _time.GetTimestamp();
        if (_windowLines < LogLimits.LinesPerWindow) return false;
        if (_time.GetElapsedTime(_windowStart) < LogLimits.Window) return true;
        _windowLines = 0;
        return false;
    }

    /// <summary>Follows what the function printed while it was loaded, on the first run of an instance.</summary>
    public void InitReport(ColdStart start, int memoryMb, long memoryUsedBytes)
    {
        lock (_gate)
        {
            StartLine();
            _text.Append(CultureInfo.InvariantCulture, $"Init Report RequestId: {_id} Coldstart: {Ms(start.TotalUs)}ms (PullCode: {Ms(start.PullCodeUs)}ms InitRuntime: {Ms(start.InitRuntimeUs)}ms InitFunction: {Ms(start.InitFunctionUs)}ms) Memory: {memoryMb}MB MemUsage: {Mb(memoryUsedBytes):0.00}MB\n");
        }
    }

    /// <param name="error">Why the run failed, in one line; null when it did not.</param>
    /// <param name="retMsg">What the caller got; null where it is not logged.</param>
    /// <param name="billedMs">Duration, whole milliseconds.</param>
    /// <param name="memoryMb">The function's size.</param>
    /// <param name="memoryUsedBytes">Most memory in use.</param>
    public string Close(string? error, string? retMsg, long billedMs, int memoryMb, long memoryUsedBytes)
    {
        lock (_gate)
        {
            _closed = true;
            StartLine();
            if (error is not null) _text.Append("ERROR RequestId:").Append(_id).Append(" Result:").Append(error.ReplaceLineEndings(" ")).Append('\n');
            if (retMsg is not null) _text.Append("Response RequestId:").Append(_id).Append(" RetMsg:").Append(Utf8Cut.First(retMsg, LogLimits.RetMsgBytes)).Append('\n');
            _text.Append("END RequestId:").Append(_id).Append('\n');
            _text.Append(CultureInfo.InvariantCulture, $"Report RequestId:{_id} Duration:{billedMs}ms Memory:{memoryMb}MB MemUsage:{Mb(memoryUsedBytes)}MB\n");
            return _text.ToString();
        }
    }

    private void StartLine()
    {
        if (_lineBytes > 0) _text.Append('\n');
        _lineBytes = 0;
    }

    private static long Ms(long microseconds) => (microseconds + 500) / 1000;

    private static double Mb(long bytes) => bytes / 1048576.0;
}
