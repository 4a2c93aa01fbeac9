using System.IO.Compression;

namespace ScfAspire.RuntimeAgent.Packages;

/// <summary>Unpacks a zip so that nothing of it can land, or point, outside its folder.</summary>
internal static class PackageUnpacker
{
    private const int TypeMask = 0xF000, SymbolicLink = 0xA000, RegularFile = 0x8000, Folder = 0x4000;
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;
    private const int ReadableByAll = 0b100_100_100, ExecutableByAll = 0b001_001_001;

    /// <exception cref="PackageException">The zip is broken, too large, or reaches outside.</exception>
    public static void Unpack(Stream zip, string folder)
    {
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > PackageLimits.Entries) throw new PackageException($"The package has more than {PackageLimits.Entries} files.");
            Directory.CreateDirectory(folder, FolderMode);
            var room = PackageLimits.UnpackedBytes;
            List<(string Path, string Target)> links = [];
            foreach (var entry in archive.Entries) UnpackEntry(entry, folder, links, ref room);
            // Last, so that no file is ever written through one.
            foreach (var (path, target) in links) MakeLink(folder, path, target);
        }
        catch (InvalidDataException e)
        {
            throw new PackageException($"The package is not a zip that can be read: {e.Message}", e);
        }
    }

    private static void UnpackEntry(ZipArchiveEntry entry, string folder, List<(string Path, string Target)> links, ref long room)
    {
        var path = Inside(folder, entry.FullName);
        var mode = entry.ExternalAttributes >> 16;
        if (entry.FullName.EndsWith('/') || (mode & TypeMask) == Folder)
        {
            Directory.CreateDirectory(path, FolderMode);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!, FolderMode);
        switch (mode & TypeMask)
        {
            case SymbolicLink:
                using (var reader = new StreamReader(entry.Open())) links.Add((path, reader.ReadToEnd()));
                break;
            case 0 or RegularFile:
                Copy(entry, path, (mode & ExecutableByAll) != 0, ref room);
                break;
            default:
                throw new PackageException($"The package holds something that is neither file, folder nor link: {entry.FullName}");
        }
    }

    private static void Copy(ZipArchiveEntry entry, string path, bool executable, ref long room)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = (UnixFileMode)(ReadableByAll | 0b010_000_000 | (executable ? ExecutableByAll : 0)),
        };
        using var source = entry.Open();
        using var target = new FileStream(path, options);
        var buffer = new byte[81920];
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            room -= count;
            if (room < 0) throw new PackageException($"The package unpacks to more than {PackageLimits.UnpackedBytes / 1048576} MB.");
            target.Write(buffer, 0, count);
        }
    }

    private static void MakeLink(string folder, string path, string target)
    {
        var pointsTo = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, target));
        if (Path.IsPathRooted(target) || !IsInside(folder, pointsTo)) throw new PackageException($"A link in the package points outside: {target}");
        if (Path.Exists(path)) throw new PackageException($"The package holds two entries of one name: {Path.GetFileName(path)}");
        File.CreateSymbolicLink(path, target);
    }

    private static string Inside(string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        return !name.Contains('\0', StringComparison.Ordinal) && IsInside(folder, path) ? path : throw new PackageException($"A file of the package would land outside: {name}");
    }

    private static bool IsInside(string folder, string path) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
