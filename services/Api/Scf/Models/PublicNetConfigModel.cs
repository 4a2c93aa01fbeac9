namespace ScfAspire.Api.Scf.Models;

public sealed record PublicNetConfigModel(string? PublicNetStatus, EipConfigModel? EipConfig);
