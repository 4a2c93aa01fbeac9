namespace ScfAspire.Api.Scf.Models;

public sealed record DeadLetterConfigModel(string? Type, string? Name, string? FilterType);
