namespace ScfAspire.Cli.Tests.Running;

/// <summary>How a run ended.</summary>
public sealed record CliOutcome(int Code, string Out, string Error);
