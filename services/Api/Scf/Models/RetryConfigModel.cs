namespace ScfAspire.Api.Scf.Models;

public sealed record RetryConfigModel(int? RetryNum);
