namespace ScfAspire.Core.Runtimes;

/// <summary>Which functions start from the same kind of generic process: Scheduler and agents name these sets alike.</summary>
public static class WarmSets
{
    /// <summary>Processes that become whatever program the function brings.</summary>
    public const string Program = "customruntime";

    /// <summary>Name of the set that serves a function version.</summary>
    /// <param name="runtime">Its runtime.</param>
    /// <param name="ownProgram">It is a web function, which brings its server.</param>
    public static string Of(string runtime, bool ownProgram) =>
        ownProgram || RuntimeCatalogue.Find(runtime)?.Family == RuntimeFamily.Go ? Program : runtime.ToLowerInvariant();
}
