namespace ScfAspire.Api.Scf;

/// <summary>Code and text of an error on the wire.</summary>
public sealed record ScfErrorBody(string Code, string Message);
