using System.Globalization;

namespace ScfAspire.Core.Runtimes;

/// <summary>Which functions start from the same kind of generic process: Scheduler and agents name these sets alike.</summary>
public static class WarmSets
{
    /// <summary>Processes that become whatever program the function brings.</summary>
    public const string Program = "customruntime";

    private const char Size = '@';

    /// <summary>Name of the set that serves a function version.</summary>
    /// <param name="runtime">Its runtime.</param>
    /// <param name="memoryMb">Its memory: a Java machine cannot change the size of its heap once it runs, so each size has a set.</param>
    /// <param name="ownProgram">It is a web function, which brings its server.</param>
    public static string Of(string runtime, int memoryMb, bool ownProgram) => RuntimeCatalogue.Find(runtime)?.Family switch
    {
        _ when ownProgram => Program,
        RuntimeFamily.Go => Program,
        RuntimeFamily.Java => string.Create(CultureInfo.InvariantCulture, $"{runtime.ToLowerInvariant()}{Size}{memoryMb}"),
        _ => runtime.ToLowerInvariant(),
    };

    /// <summary>Memory of the functions that a set serves; 0 where it serves all.</summary>
    public static int MemoryMb(string set) =>
        set.IndexOf(Size, StringComparison.Ordinal) is var at and >= 0 && int.TryParse(set.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;
}
