namespace ScfAspire.Api.Scf.Models;

public sealed record VersionMatchModel(string? Version, string? Key, string? Method, string? Expression);
