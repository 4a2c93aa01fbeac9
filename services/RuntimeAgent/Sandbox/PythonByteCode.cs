using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>
/// Compiles the Python bootstrap once, for the interpreter of this machine. Sandboxes see it read-only and would compile it with every start.
/// </summary>
internal static partial class PythonByteCode
{
    /// <param name="spawner">Runs the interpreter.</param>
    /// <param name="interpreters">The machine's.</param>
    /// <param name="runtimes">Folder of the bootstraps.</param>
    /// <param name="log">Told where it cannot be done: functions run all the same.</param>
    public static async Task PrepareAsync(ProcessSpawner spawner, Interpreters interpreters, string runtimes, ILogger log)
    {
        if (interpreters.Python is not { } python) return;
        var (status, output) = await spawner.RunAsync(python, ["-m", "compileall", "-q", Path.Combine(runtimes, "python")]);
        if (status != default) LogNotCompiled(log, output.Trim());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Python bootstrap is compiled with every start of a process: {Reason}")]
    private static partial void LogNotCompiled(ILogger log, string reason);
}
