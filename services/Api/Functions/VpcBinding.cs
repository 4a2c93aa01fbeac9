namespace ScfAspire.Api.Functions;

/// <summary>Kept and shown for tools; the installation's network decides what a function reaches.</summary>
public sealed record VpcBinding(string VpcId, string SubnetId);
