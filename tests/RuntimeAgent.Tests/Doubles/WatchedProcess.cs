using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>A process that is not a child of the test, and waiting for its end.</summary>
internal sealed class WatchedProcess
{
    private readonly SafeFileHandle _handle;

    public WatchedProcess(int id)
    {
        var descriptor = LibC.ProcessDescriptor(id);
        _handle = descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw LibC.Failure("pidfd_open");
    }

    public Task GoneAsync() => Task.Run(() => LibC.WaitReadable((int)_handle.DangerousGetHandle())).WaitAsync(TimeSpan.FromSeconds(30));
}
