namespace ScfAspire.Api.Functions;

/// <summary>A version of a layer.</summary>
public sealed record LayerBinding(string LayerName, int LayerVersion);
