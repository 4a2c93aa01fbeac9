namespace ScfAspire.Platform.Tests;

/// <summary>Every test here drives whole platforms on the machine's few cores: all of them are in this one collection.</summary>
internal static class OneAtATime
{
    public const string Name = "platforms";
}
