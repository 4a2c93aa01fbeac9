namespace ScfAspire.RuntimeAgent.Gob;

/// <summary>Identities of the types that every gob stream knows.</summary>
internal static class GobType
{
    public const int Bool = 1, Int = 2, Uint = 3, Float = 4, Bytes = 5, String = 6;

    /// <summary>The first identity that a stream may define itself.</summary>
    public const int FirstOwn = 65;
}
