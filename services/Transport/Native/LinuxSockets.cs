using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ScfAspire.Transport.Native;

/// <summary>The system calls of an event loop. Results are those of the manual pages; errors are in the last P/Invoke error.</summary>
internal static unsafe partial class LinuxSockets
{
    public const int CloseOnExec = 0x80000, NonBlocking = 0x800;
    public const uint In = 1, Out = 4, Error = 8, HangUp = 0x10, ReadHangUp = 0x2000;
    public const int Add = 1, Delete = 2, Modify = 3;
    public const int NoSignal = 0x4000;
    public const int Interrupted = 4, TryAgain = 11, TooManyFilesInSystem = 23, TooManyFiles = 24, ConnectionAborted = 103;

    /// <summary>Bytes of an epoll_event: the kernel packs it on x86-64 only.</summary>
    public static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where the data of an epoll_event begin.</summary>
    public static readonly int DataOffset = EventSize - sizeof(long);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, void* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, void* events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, void* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, void* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, void* buffer, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, void* buffer, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int socket, void* address, void* length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "sched_yield")]
    public static partial int Yield();

    /// <summary>The last error of <paramref name="call"/> as an exception.</summary>
    public static Win32Exception Failure(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        return new Win32Exception(error, $"{call}: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
