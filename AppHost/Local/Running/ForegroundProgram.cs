using Aspire.Hosting.ApplicationModel;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>A program that runs once, with its output on the terminal as it is.</summary>
internal static class ForegroundProgram
{
    /// <summary>Returns when the program has ended; how it ended is shown, and stops nothing else.</summary>
    public static async Task RunAsync(ExecutableResource program, RunContext context, CancellationToken stop)
    {
        var command = new ChildCommand(program.Command, [.. program.Arguments])
        {
            WorkingDirectory = program.WorkingDirectory,
            Environment = program.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value()),
        };
        await using var process = await ChildProcess.StartAsync(command.DyingWithParent(), context.Terminal.Say);
        var code = await process.Exited.WaitAsync(stop);
        if (code != 0) context.Terminal.Error($"{program.Name} ended with code {code}.");
    }
}
