using Microsoft.Win32.SafeHandles;

namespace ScfAspire.RuntimeAgent.Native;

/// <summary>A file whose lock one process at a time has; the kernel takes it back when that process ends, however it ends.</summary>
internal static class LockFile
{
    private const int ReadWrite = 2, Create = 0x40;
    private const uint OwnerOnly = 0b110_000_000;
    private const int Exclusive = 2, DoNotWait = 4;

    /// <summary>Null when another process has it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafeFileHandle? TryTake(string path)
    {
        var descriptor = LibC.Open(path, ReadWrite | Create | LibC.OpenCloseOnExec, OwnerOnly);
        if (descriptor < 0) throw LibC.Failure(path);
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (LibC.FileLock(descriptor, Exclusive | DoNotWait) == 0) return file;
        file.Dispose();
        return null;
    }
}
