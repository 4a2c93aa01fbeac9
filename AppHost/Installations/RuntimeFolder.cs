using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.AppHost.Installations;

/// <summary>Where an installation's Unix sockets are.</summary>
internal static class RuntimeFolder
{
    /// <summary>A socket's path has at most 107 bytes; what the services put below this folder stays under forty.</summary>
    private const int LongestFolder = 64;

    /// <summary><c>run</c> in the data folder or, where that path is too long for sockets, a short private folder that belongs to it alone.</summary>
    /// <exception cref="InstallationException">No folder can be made.</exception>
    public static string For(string dataFolder)
    {
        var inside = Path.Combine(dataFolder, "run");
        if (Encoding.UTF8.GetByteCount(inside) <= LongestFolder) return PrivateFiles.Folder(inside);
        var parent = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 40 } runtime && Directory.Exists(runtime) ? runtime : "/tmp";
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..12];
        // In a folder that everybody may write to, a folder of this name might be somebody else's: setting its mode then fails.
        return PrivateFiles.Folder(Path.Combine(parent, $"scf-{Environment.UserName}-{name}"));
    }
}
