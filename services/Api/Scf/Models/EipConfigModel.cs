namespace ScfAspire.Api.Scf.Models;

public sealed record EipConfigModel(string? EipStatus);
