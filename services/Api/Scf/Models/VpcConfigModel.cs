namespace ScfAspire.Api.Scf.Models;

public sealed record VpcConfigModel(string? VpcId, string? SubnetId);
