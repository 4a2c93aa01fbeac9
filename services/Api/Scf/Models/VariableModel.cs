namespace ScfAspire.Api.Scf.Models;

/// <summary><c>Variable</c> of the SCF interface; also the form of a tag.</summary>
public sealed record VariableModel(string? Key, string? Value);
