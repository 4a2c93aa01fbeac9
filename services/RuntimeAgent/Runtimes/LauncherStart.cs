using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Turns the waiting shell of a generic process into the user's own program.</summary>
internal static class LauncherStart
{
    // What a shell answers when a program cannot be run, or is not there.
    private const int NotRunnable = 126, NotFound = 127;

    /// <param name="sandbox">Where the shell waits.</param>
    /// <param name="spec">The function version.</param>
    /// <param name="file">Name of the program in the package's root.</param>
    /// <param name="missing">Status code for a package without it.</param>
    /// <returns>A failure when the package has no such program; null when it was started.</returns>
    public static async Task<RuntimeReply?> RunAsync(ISandbox sandbox, InstanceSpec spec, string file, int missing = ScfStatus.ContainerInitError)
    {
        var path = Path.Combine(sandbox.CodeFolder, file);
        if (!File.Exists(path)) return RuntimeReply.Failure(missing, $"The package has no {file}, which starts the function.");
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(path) & Executable) == 0) return RuntimeReply.Failure(missing, $"{file} is not executable: give it mode 755.");
        var environment = FunctionEnvironment.Build(spec, sandbox.CodeRoot, sandbox.LayerRoot, sandbox.HostName);
        await sandbox.ExecuteAsync(FunctionEnvironment.LaunchScript(sandbox.CodeRoot, $"{sandbox.CodeRoot}/{file}", environment));
        return null;
    }

    /// <summary>Status code for a program that ended before it was ready.</summary>
    public static int ExitStatus(Processes.ExitStatus status) =>
        CannotRun(status) ? ScfStatus.ContainerInitError : ScfStatus.ContainerExited;

    /// <summary>Whether it never ran.</summary>
    public static bool CannotRun(Processes.ExitStatus status) => status.Code is NotRunnable or NotFound;
}
