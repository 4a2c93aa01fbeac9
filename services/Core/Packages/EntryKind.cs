namespace ScfAspire.Core.Packages;

/// <summary>What a zip entry becomes when it is unpacked.</summary>
public enum EntryKind
{
    File,
    Folder,
    Link,

    /// <summary>Device, socket, pipe: never accepted.</summary>
    Other,
}
