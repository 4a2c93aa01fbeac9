namespace ScfAspire.Api.Grpc;

/// <summary>What a method does and on what, for the permission check.</summary>
/// <param name="Verb">See <see cref="Permissions.Permission"/>.</param>
/// <param name="Resource">See <see cref="Permissions.Permission"/>.</param>
internal sealed record CallPermission(string Verb, string Resource);
