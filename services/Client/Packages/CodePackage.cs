using System.IO.Compression;
using System.Security.Cryptography;

namespace ScfAspire.Client.Packages;

/// <summary>A zip of a function's code. The same files make the same bytes on every machine and at every time, so that unchanged code is recognised.</summary>
public sealed class CodePackage
{
    /// <summary>Largest package that the platform takes, bytes.</summary>
    public const long MaxBytes = 50L * 1024 * 1024;

    private const int RegularFile = 0b1000_000_000_000_000;
    private const int PlainMode = 0b110_100_100;
    private const int ExecutableMode = 0b111_101_101;
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] StartFiles = ["bootstrap", "scf_bootstrap"];

    private CodePackage(ReadOnlyMemory<byte> bytes, int fileCount)
    {
        Bytes = bytes;
        FileCount = fileCount;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
    }

    /// <summary>The zip.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Lower-case hex over <see cref="Bytes"/>.</summary>
    public string Sha256 { get; }

    /// <summary>Files in it.</summary>
    public int FileCount { get; }

    /// <summary>A folder of code, or a zip as it is.</summary>
    /// <exception cref="PackageException">Nothing there, nothing in it, a link that leads outside, or too large.</exception>
    public static async Task<CodePackage> FromPathAsync(string path, IgnoreRules ignore, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) return await FromFolderAsync(path, ignore, cancellationToken);
        if (!File.Exists(path)) throw new PackageException($"{path} does not exist: give the folder of the code, or a .zip of it.");
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            return Checked(path, new(bytes, archive.Entries.Count(e => !e.FullName.EndsWith('/'))));
        }
        catch (InvalidDataException)
        {
            throw new PackageException($"{path} is not a zip archive.");
        }
    }

    private static async Task<CodePackage> FromFolderAsync(string folder, IgnoreRules ignore, CancellationToken cancellationToken)
    {
        var files = FolderFiles.In(folder, ignore);
        var buffer = new MemoryStream();
        await using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, source) in files)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = FixedTime;
                entry.ExternalAttributes = (RegularFile | (IsExecutable(name, source) ? ExecutableMode : PlainMode)) << 16;
                await using var from = File.OpenRead(source);
                await using var to = await entry.OpenAsync(cancellationToken);
                await from.CopyToAsync(to, cancellationToken);
            }
        }
        return Checked(folder, new(buffer.ToArray(), files.Count));
    }

    private static CodePackage Checked(string path, CodePackage package)
    {
        if (package.FileCount == 0) throw new PackageException($"{path} holds no files to deploy.");
        if (package.Bytes.Length > MaxBytes)
            throw new PackageException($"The package of {path} has {package.Bytes.Length:N0} bytes, the platform takes {MaxBytes:N0}: leave files out with 'ignore' in scf.yaml.");
        return package;
    }

    // The platform starts these two directly, and a checkout on some file systems loses their mode.
    private static bool IsExecutable(string name, string source) =>
        StartFiles.Contains(name) || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(source) & UnixFileMode.UserExecute) != 0);
}
