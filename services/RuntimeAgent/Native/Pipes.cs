using Microsoft.Win32.SafeHandles;

namespace ScfAspire.RuntimeAgent.Native;

/// <summary>Makes pipes whose ends no child inherits by accident.</summary>
internal static unsafe class Pipes
{
    // Above every number that a child's descriptors are moved to, so that moving one never overwrites another.
    private const int LowestNumber = 64;

    public static (SafeFileHandle Read, SafeFileHandle Write) Create()
    {
        var ends = stackalloc int[2];
        if (LibC.Pipe(ends, LibC.OpenCloseOnExec) != 0) throw LibC.Failure("pipe");
        return (Raise(ends[0]), Raise(ends[1]));
    }

    /// <summary>Moves a descriptor up, out of the way of those that a child gets.</summary>
    public static SafeFileHandle Raise(int descriptor)
    {
        var raised = LibC.Fcntl(descriptor, LibC.FcntlDupCloseOnExec, LowestNumber);
        if (raised < 0) throw LibC.Failure("fcntl");
        _ = LibC.Close(descriptor);
        return new SafeFileHandle(raised, ownsHandle: true);
    }

    public static SafeFileHandle OpenReadOnly(string path)
    {
        var descriptor = LibC.Open(path, LibC.OpenReadOnly | LibC.OpenCloseOnExec, 0);
        return descriptor < 0 ? throw LibC.Failure(path) : Raise(descriptor);
    }

    public static void SetNonBlocking(SafeFileHandle handle)
    {
        var descriptor = (int)handle.DangerousGetHandle();
        if (LibC.Fcntl(descriptor, LibC.FcntlSetFlags, LibC.Fcntl(descriptor, LibC.FcntlGetFlags, 0) | LibC.NonBlocking) != 0) throw LibC.Failure("fcntl");
    }
}
