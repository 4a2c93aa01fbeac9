namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>The program that a generic process runs.</summary>
internal static class GenericProgram
{
    /// <summary>The same as a line for a shell that is to become it.</summary>
    public static string Line(IEnumerable<string> program) => $"exec {string.Join(' ', program.Select(ShellText.Quote))} </dev/null\n";

    /// <param name="request">What is to be started.</param>
    /// <param name="interpreters">The machine's interpreters.</param>
    /// <param name="runtimes">Folder of the bootstraps, as the process sees it.</param>
    /// <param name="socket">The agent's socket, as the process sees it.</param>
    /// <exception cref="SandboxException">This machine has no interpreter for it.</exception>
    public static string[] For(SandboxRequest request, Interpreters interpreters, string runtimes, string socket)
    {
        var interpreter = interpreters.For(request.Kind) ?? throw new SandboxException($"There is no {request.Kind} on this machine.");
        return request.Kind switch
        {
            SandboxKind.Node => [interpreter, $"{runtimes}/node/bootstrap.js", socket],
            SandboxKind.Python => [interpreter, "-u", $"{runtimes}/python/bootstrap.py", socket],
            SandboxKind.Php => [interpreter, $"{runtimes}/php/bootstrap.php", socket],
            SandboxKind.Java => [interpreter, .. JavaMachine.Options(request.MemoryMb), "-cp", $"{runtimes}/{Interpreters.JavaBootstrap}", "scfaspire.runtime.Bootstrap", socket],
            _ => [interpreter, "-s"],
        };
    }
}
