using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>
/// A range of users and addresses of this machine that no other agent on it uses, held by a lock for as long as the agent lives. The data
/// folder's key chooses the first to try, so that an agent mostly gets the same again.
/// </summary>
internal sealed class MachineSlot : IDisposable
{
    /// <summary>Slots of one machine.</summary>
    public const int Count = 1024;

    /// <summary>Sandboxes of one slot.</summary>
    public const int Sandboxes = 2048;

    // Above what distributions and container tools give out.
    private const uint FirstUserOfAll = 1_900_000_000;
    private const string Folder = "/run/scf-aspire";

    private readonly SafeFileHandle _lock;

    private MachineSlot(int number, SafeFileHandle lockFile)
    {
        Number = number;
        _lock = lockFile;
    }

    /// <summary>0 to <see cref="Count"/> - 1.</summary>
    public int Number { get; }

    /// <summary>The first of the slot's users.</summary>
    public uint FirstUser => FirstUserOfAll + (uint)(Number * Sandboxes);

    /// <exception cref="ConfigurationException">None is free.</exception>
    public static MachineSlot Take(string key)
    {
        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var first = int.Parse(key, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (Count - 1);
        for (var i = 0; i < Count; i++)
        {
            var number = (first + i) % Count;
            if (LockFile.TryTake(Path.Combine(Folder, $"slot-{number}")) is { } file) return new MachineSlot(number, file);
        }

        throw new ConfigurationException($"All of {Count} slots for agents on this machine are taken.");
    }

    public void Dispose() => _lock.Dispose();
}
