using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Pods;

/// <summary>The agent's ends of the FIFOs to the launcher.</summary>
internal sealed record LauncherPipes(SafeFileHandle Control, SafeFileHandle Input, SafeFileHandle Output, SafeFileHandle End)
{
    /// <summary>Waits until the launcher has opened the other ends, on a thread of its own: opening a FIFO takes until somebody opens the other side.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static Task<LauncherPipes> OpenAsync(PodFolders folders)
    {
        var done = new TaskCompletionSource<LauncherPipes>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(OpenAll) { IsBackground = true, Name = "launcher" }.Start();
        return done.Task;

        void OpenAll()
        {
            try
            {
                var control = Open(folders.Control, LibC.OpenWriteOnly);
                var input = Open(folders.Input, LibC.OpenWriteOnly);
                var output = Open(folders.Output, LibC.OpenReadOnly);
                var end = Open(folders.End, LibC.OpenReadOnly);
                folders.RemoveFifos();
                // What is asked of the launcher must never hold the agent up.
                Pipes.SetNonBlocking(control);
                done.TrySetResult(new LauncherPipes(control, input, output, end));
            }
            catch (IOException e)
            {
                done.TrySetException(e);
            }
        }

        static SafeFileHandle Open(string path, int mode)
        {
            int descriptor;
            do descriptor = LibC.Open(path, mode | LibC.OpenCloseOnExec, 0);
            while (descriptor < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == LibC.Interrupted);
            return descriptor < 0 ? throw LibC.Failure(path) : new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }
}
