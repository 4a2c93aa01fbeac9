namespace ScfAspire.Core.Runtimes;

/// <summary>A runtime of the SCF interface.</summary>
/// <param name="Name">In its official capitals, e.g. <c>Nodejs18.15</c>.</param>
/// <param name="Family">Language.</param>
public sealed record RuntimeDefinition(string Name, RuntimeFamily Family);
