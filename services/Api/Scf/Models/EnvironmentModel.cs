namespace ScfAspire.Api.Scf.Models;

public sealed record EnvironmentModel(IReadOnlyList<VariableModel>? Variables);
