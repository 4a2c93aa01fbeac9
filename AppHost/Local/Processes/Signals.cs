using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ScfAspire.AppHost.Local.Processes;

/// <summary>Sends signals to processes that this one started.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int NoSuchProcess = 3;

    /// <summary>Sends <paramref name="signal"/>; false when the process has already ended.</summary>
    /// <exception cref="Win32Exception">The signal may not be sent.</exception>
    public static bool Send(int pid, int signal)
    {
        if (SendSignal(pid, signal) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
