namespace ScfAspire.Api.Scf.Models;

public sealed record VersionWeightModel(string? Version, double Weight);
