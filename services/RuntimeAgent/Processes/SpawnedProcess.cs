using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Processes;

/// <summary>A child process. Its number stays its own until <see cref="Exited"/> completes, which also reaps it.</summary>
public sealed class SpawnedProcess : IDisposable
{
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SafeFileHandle _descriptor;

    internal SpawnedProcess(int id, DescriptorLoop loop)
    {
        Id = id;
        var descriptor = LibC.ProcessDescriptor(id);
        if (descriptor < 0) throw LibC.Failure("pidfd_open");
        _descriptor = new SafeFileHandle(descriptor, ownsHandle: true);
        loop.OnceReadable(_descriptor, Reap);
    }

    public int Id { get; }

    public Task<ExitStatus> Exited => _exited.Task;

    /// <summary>Sends SIGKILL; nothing happens when the process is gone.</summary>
    public void Kill() => Signal(LibC.SigKill);

    public void Signal(int signal)
    {
        if (!_exited.Task.IsCompleted) _ = LibC.Signal((int)_descriptor.DangerousGetHandle(), signal);
    }

    private unsafe void Reap()
    {
        var status = 0;
        var reaped = LibC.WaitProcess(Id, &status, 0);
        _exited.TrySetResult(reaped == Id ? ExitStatus.FromWait(status) : new ExitStatus(0, LibC.SigKill));
        _descriptor.Dispose();
    }

    /// <summary>Ends the process; it is still reaped.</summary>
    public void Dispose() => Kill();
}
