using System.Text.Json.Serialization;

namespace ScfAspire.Contracts.Link;

/// <summary>JSON of the runtime frames, camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeReady))]
[JsonSerializable(typeof(RuntimeLoad))]
[JsonSerializable(typeof(RuntimeFailure))]
public sealed partial class RuntimeJson : JsonSerializerContext;
