namespace ScfAspire.Api.Scf.Models;

public sealed record LayerModel(string? LayerName, int LayerVersion);
