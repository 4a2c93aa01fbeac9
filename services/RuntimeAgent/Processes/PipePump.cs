using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Processes;

/// <summary>Reads a pipe when the loop says so, or at once when somebody must know what has been written so far.</summary>
internal sealed unsafe class PipePump(SafeFileHandle handle, BytesSink sink, Action ended)
{
    private const int ReadBytes = 16 * 1024;

    private readonly Lock _gate = new();
    private bool _ended;

    /// <summary>Takes everything that is in the pipe now.</summary>
    public void Drain() => Read();

    /// <summary>False at the end of the pipe.</summary>
    [SkipLocalsInit]
    internal bool Read()
    {
        var buffer = stackalloc byte[ReadBytes];
        lock (_gate)
        {
            while (!_ended)
            {
                var count = LibC.Read((int)handle.DangerousGetHandle(), buffer, ReadBytes);
                if (count <= 0) return count < 0 && Marshal.GetLastPInvokeError() is LibC.TryAgain or LibC.Interrupted;
                sink(new ReadOnlySpan<byte>(buffer, (int)count));
            }

            return false;
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            handle.Dispose();
        }

        ended();
    }
}
