using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.ServiceDefaults.Lifetime;

/// <summary>Ties this process's life to its parent's where <see cref="ScfEnvironment.ParentPid"/> is set.</summary>
internal static partial class ParentWatch
{
    private const int SetParentDeathSignal = 1;
    private const int Kill = 9;

    /// <summary>
    /// Asks the kernel to kill this process when its parent ends. Call it on the main thread: the request is the calling thread's and ends with it.
    /// </summary>
    /// <exception cref="ConfigurationException">The value is no process id, or the parent has already ended.</exception>
    public static void Arm(IConfiguration configuration)
    {
        if (configuration[ScfEnvironment.ParentPid] is not { Length: > 0 } text) return;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parent))
            throw new ConfigurationException($"{ScfEnvironment.ParentPid}={text} is not a process id.");
        if (ControlProcess(SetParentDeathSignal, Kill, 0, 0, 0) != 0)
            throw new ConfigurationException($"The parent-death signal was refused (errno {Marshal.GetLastPInvokeError()}).");
        if (ParentProcess() != parent)
            throw new ConfigurationException($"The process {parent} that started this one has already ended.");
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ControlProcess(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentProcess();
}
