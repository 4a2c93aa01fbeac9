using System.IO.Compression;
using System.Text;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Core.Packages;

/// <summary>Checks a zip before anything of it is stored or unpacked.</summary>
public static class PackageInspection
{
    private const int LinkTargetMax = 4096;

    /// <summary>Inspects a seekable stream that holds the whole zip.</summary>
    /// <exception cref="ScfException">
    /// Not a zip, empty, over a limit, or with an entry that would land or point outside the package's folder.
    /// </exception>
    public static PackageSummary Inspect(Stream zip, long maxBytes = ScfLimits.ZipBytes)
    {
        if (zip.Length > maxBytes) throw Bad($"The zip has {zip.Length} bytes; at most {maxBytes} are allowed.");
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            return Inspect(archive, zip.Length);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new ScfException(ScfErrorCode.InvalidZipFile, "ZipFile is not a usable zip.", e);
        }
    }

    private static PackageSummary Inspect(ZipArchive archive, long packedBytes)
    {
        if (archive.Entries.Count == 0) throw Bad("The zip is empty.");
        if (archive.Entries.Count > ScfLimits.PackageEntries) throw Bad($"The zip has {archive.Entries.Count} entries; at most {ScfLimits.PackageEntries} are allowed.");
        var files = new HashSet<string>(StringComparer.Ordinal);
        var links = new HashSet<string>(StringComparer.Ordinal);
        var unpacked = 0L;
        foreach (var entry in archive.Entries)
        {
            if (entry.IsEncrypted) throw Bad($"'{Shown(entry.FullName)}' is encrypted.");
            var path = EntryPath.Normalize(entry.FullName) ?? throw Bad($"'{Shown(entry.FullName)}' would land outside the package's folder.");
            var kind = entry.Kind();
            if (kind == EntryKind.Other) throw Bad($"'{Shown(entry.FullName)}' is neither a file, a folder nor a link.");
            if (kind != EntryKind.Folder && !files.Add(path)) throw Bad($"'{Shown(entry.FullName)}' is in the zip twice.");
            if (kind == EntryKind.Link)
            {
                RequireInward(entry, path);
                links.Add(path);
            }

            unpacked += entry.Length;
            if (unpacked > ScfLimits.UnpackedBytes) throw Bad($"The package unpacks to more than {ScfLimits.UnpackedBytes} bytes.");
        }

        if (unpacked > ScfLimits.PackageRatioFloorBytes && unpacked / Math.Max(1, packedBytes) > ScfLimits.PackageRatio)
            throw Bad($"The package unpacks to more than {ScfLimits.PackageRatio} times its size.");
        if (links.Count > 0) RequireNothingBeneath(archive, links);
        return new(unpacked, archive.Entries.Count);
    }

    private static void RequireInward(ZipArchiveEntry entry, string path)
    {
        if (entry.Length is 0 or > LinkTargetMax) throw Bad($"The link '{Shown(path)}' has no usable target.");
        using var content = entry.Open();
        var buffer = new byte[(int)entry.Length];
        content.ReadExactly(buffer);
        var target = Encoding.UTF8.GetString(buffer);
        if (!EntryPath.IsInwardLink(path, target)) throw Bad($"The link '{Shown(path)}' points outside the package's folder.");
    }

    /// <summary>A file beneath a link would be written through it.</summary>
    private static void RequireNothingBeneath(ZipArchive archive, HashSet<string> links)
    {
        foreach (var entry in archive.Entries)
        {
            var path = EntryPath.Normalize(entry.FullName)!;
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                if (links.Contains(path[..slash])) throw Bad($"'{Shown(path)}' lies beneath a link.");
            }
        }
    }

    private static ScfException Bad(string message) => new(ScfErrorCode.InvalidZipFile, message);

    private static string Shown(string name) => name.Length <= 120 ? name : name[..120] + "...";
}
