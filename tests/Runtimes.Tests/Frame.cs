using System.Text.Json;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Runtimes.Tests;

/// <summary>A frame from a bootstrap.</summary>
internal sealed record Frame(FrameKind Kind, uint Call, string Text, bool HasLaterWork = false)
{
    public RuntimeFailure Failure => JsonSerializer.Deserialize(Text, RuntimeJson.Default.RuntimeFailure)!;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
}
