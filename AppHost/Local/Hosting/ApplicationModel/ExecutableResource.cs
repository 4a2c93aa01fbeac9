namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program that is run once, with its output on the terminal.</summary>
public sealed class ExecutableResource : ProcessResource
{
    internal ExecutableResource(string name, string command, string workingDirectory)
        : base(name) => (Command, WorkingDirectory) = (command, workingDirectory);

    public string Command { get; }

    public string WorkingDirectory { get; }
}
