using ScfAspire.Core.Errors;

namespace ScfAspire.Core.Runtimes;

/// <summary>The runtimes that the SCF interface names, and those that one installation offers.</summary>
public sealed class RuntimeCatalogue
{
    private static readonly Dictionary<string, RuntimeDefinition> Known = All().ToDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _offered;

    /// <param name="offered">Names of the runtimes that functions may be created with.</param>
    /// <exception cref="ArgumentException">A name is not one of the SCF interface.</exception>
    public RuntimeCatalogue(IEnumerable<string> offered)
    {
        _offered = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in offered)
        {
            if (!Known.TryGetValue(name, out var runtime)) throw new ArgumentException($"'{name}' is not a runtime of the SCF interface.", nameof(offered));
            _offered.Add(runtime.Name);
        }
    }

    /// <summary>What an installation offers unless it is configured otherwise: what every machine of it can run.</summary>
    public static IReadOnlyList<string> DefaultOffer { get; } = ["Python3.10", "Nodejs18.15", "Nodejs20.19", "Go1", "CustomRuntime"];

    /// <summary>Official names of the offered runtimes.</summary>
    public IReadOnlyCollection<string> Offered => _offered;

    /// <summary>Finds a runtime of the SCF interface whatever its capitals; tools change them.</summary>
    public static RuntimeDefinition? Find(string? name) => name is not null && Known.TryGetValue(name, out var runtime) ? runtime : null;

    /// <summary>The offered runtime of this name.</summary>
    /// <exception cref="ScfException">Missing, unknown or not offered here.</exception>
    public RuntimeDefinition Require(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw new ScfException(ScfErrorCode.MissingParameterRuntime, "Runtime is required.");
        var runtime = Find(name) ?? throw new ScfException(ScfErrorCode.InvalidRuntime, $"Runtime '{name}' is unknown. Offered here: {Offer()}.");
        if (!_offered.Contains(runtime.Name))
            throw new ScfException(ScfErrorCode.InvalidRuntime, $"Runtime {runtime.Name} is not offered by this installation{Remedy(runtime.Family)}. Offered here: {Offer()}.");
        return runtime;
    }

    private static string Remedy(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Php => ": its machine has no PHP; './run --with php' installs it",
        RuntimeFamily.Java => ": its machine has no Java for it; './run --with java' installs it",
        _ => "",
    };

    private string Offer() => string.Join(", ", _offered.Order(StringComparer.Ordinal));

    private static IEnumerable<RuntimeDefinition> All()
    {
        foreach (var version in new[] { "2.7", "3.6", "3.7", "3.9", "3.10" }) yield return new($"Python{version}", RuntimeFamily.Python);
        foreach (var version in new[] { "6.10", "8.9", "10.15", "12.16", "14.18", "16.13", "18.15", "20.19" }) yield return new($"Nodejs{version}", RuntimeFamily.Nodejs);
        foreach (var version in new[] { "5", "5.6", "7", "7.4", "8.0" }) yield return new($"Php{version}", RuntimeFamily.Php);
        foreach (var version in new[] { "8", "11" }) yield return new($"Java{version}", RuntimeFamily.Java);
        yield return new("Go1", RuntimeFamily.Go);
        yield return new("CustomRuntime", RuntimeFamily.Custom);
    }
}
