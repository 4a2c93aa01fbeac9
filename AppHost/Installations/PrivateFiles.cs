using System.Security.Cryptography;

namespace ScfAspire.AppHost.Installations;

/// <summary>Folders and files that only their owner may read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="InstallationException">The folder cannot be made or is not ours.</exception>
    public static string Folder(string path)
    {
        try
        {
            Directory.CreateDirectory(path, OwnerFolder);
            File.SetUnixFileMode(path, OwnerFolder);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The folder {path} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="InstallationException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var written = path + ".new";
        try
        {
            File.Delete(written);
            using (var stream = new FileStream(written, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerFile,
            }))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(written, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The file's path; a first start fills it with 32 random bytes as <paramref name="encode"/> writes them.</summary>
    public static string RandomKey(string path, Func<byte[], string> encode)
    {
        if (!File.Exists(path)) Write(path, System.Text.Encoding.ASCII.GetBytes(encode(RandomNumberGenerator.GetBytes(32)) + "\n"));
        return path;
    }
}
