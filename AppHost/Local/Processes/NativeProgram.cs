using System.Security.Cryptography;

namespace ScfAspire.AppHost.Local.Processes;

/// <summary>Finds the program that was compiled ahead of time from a built one, beside it.</summary>
internal static class NativeProgram
{
    /// <summary>Null where there is none, or where it was made of another build.</summary>
    /// <param name="built">Path of the built program.</param>
    public static string? Of(string built)
    {
        var native = $"{built}.native";
        var note = $"{native}.of";
        return File.Exists(native) && File.Exists(note) && File.ReadAllText(note).Trim() == ContentOf(built) ? native : null;
    }

    // As eng/build.sh has it: the build's own assemblies, and the list of all others.
    private static string ContentOf(string built)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var folder = Path.GetDirectoryName(built)!;
        foreach (var file in Directory.EnumerateFiles(folder, "ScfAspire.*.dll").Order(StringComparer.Ordinal).Append($"{built}.deps.json"))
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
