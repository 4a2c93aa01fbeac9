namespace ScfAspire.Api.Scf.Models;

public sealed record IntranetConfigModel(string? IpFixed);
