using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>The agent's folder, which no two agents may use at the same time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly SafeFileHandle _lock;

    private DataFolder(SafeFileHandle lockFile) => _lock = lockFile;

    /// <exception cref="ConfigurationException">It cannot be made, or another agent has it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (LockFile.TryTake(Path.Combine(path, "lock")) is { } file) return new DataFolder(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The data folder {path} cannot be used: {e.Message}", e);
        }

        throw new ConfigurationException($"Another agent uses the data folder {path}.");
    }

    public void Dispose() => _lock.Dispose();
}
