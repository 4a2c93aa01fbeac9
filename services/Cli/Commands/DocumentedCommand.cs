using System.CommandLine;

namespace ScfAspire.Cli.Commands;

/// <summary>A command whose own help ends with more than the list of commands says of it.</summary>
/// <param name="name">What the user types.</param>
/// <param name="description">One sentence.</param>
/// <param name="notes">Examples and explanations.</param>
internal sealed class DocumentedCommand(string name, string description, string notes) : Command(name, description)
{
    public string Notes { get; } = notes;
}
