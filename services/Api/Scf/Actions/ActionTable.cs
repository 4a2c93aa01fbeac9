using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Actions;

/// <summary>The actions that the endpoint offers, by their names.</summary>
public sealed class ActionTable(IEnumerable<IScfAction> actions)
{
    private const int ShownNameMax = 80;

    private readonly Dictionary<string, IScfAction> _byName = actions.ToDictionary(a => a.Name, StringComparer.Ordinal);

    /// <exception cref="ScfException">There is no such action.</exception>
    public IScfAction Require(string name) => _byName.TryGetValue(name, out var action)
        ? action
        : throw new ScfException(ScfErrorCode.InvalidAction, $"Action '{(name.Length <= ShownNameMax ? name : name[..ShownNameMax])}' is not offered.");
}
