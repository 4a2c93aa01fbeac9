using System.Text.Json;

namespace ScfAspire.Api.Scf.Models;

public sealed record CfsConfigModel(IReadOnlyList<JsonElement>? CfsInsList);
