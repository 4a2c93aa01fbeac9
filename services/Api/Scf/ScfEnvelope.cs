namespace ScfAspire.Api.Scf;

/// <summary>What surrounds every answer. The member is typed so loosely that the fields of the derived answer are written.</summary>
public sealed record ScfEnvelope(object Response);
