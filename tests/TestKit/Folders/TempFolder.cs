using System.Globalization;

namespace ScfAspire.TestKit.Folders;

/// <summary>
/// A folder of its own under /tmp, deleted on dispose. Its name carries this process's id: folders that killed test processes left are removed by
/// the next one. Names are short because Unix sockets inside may have paths of at most 107 bytes.
/// </summary>
public sealed class TempFolder : IDisposable
{
    private const string Prefix = "scft-";

    static TempFolder() => RemoveAbandoned();

    public TempFolder()
    {
        FullName = Path.Combine("/tmp", $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
        Directory.CreateDirectory(FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string FullName { get; }

    public string Combine(params ReadOnlySpan<string> parts) => Path.Combine([FullName, .. parts]);

    public void Dispose()
    {
        if (Directory.Exists(FullName)) Directory.Delete(FullName, recursive: true);
    }

    private static void RemoveAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories("/tmp", Prefix + "*"))
        {
            var pid = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (!int.TryParse(pid, CultureInfo.InvariantCulture, out _) || Directory.Exists($"/proc/{pid}")) continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another test process removes the same folder, or it is another user's: not ours to finish.
                Console.Error.WriteLine($"{folder} was not removed: {exception.Message}");
            }
        }
    }
}
