using System.IO.Compression;

namespace ScfAspire.Core.Packages;

/// <summary>Reads the kind of an entry from the Unix mode in its external attributes.</summary>
public static class EntryKinds
{
    private const int TypeMask = 0xF000;
    private const int LinkType = 0xA000;
    private const int FileType = 0x8000;
    private const int FolderType = 0x4000;

    public static EntryKind Kind(this ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & TypeMask) switch
    {
        LinkType => EntryKind.Link,
        FolderType => EntryKind.Folder,
        FileType or 0 => entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\') ? EntryKind.Folder : EntryKind.File,
        _ => EntryKind.Other,
    };
}
