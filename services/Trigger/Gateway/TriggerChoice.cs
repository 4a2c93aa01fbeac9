using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Trigger.Gateway;

/// <summary>The HTTP trigger that a request goes through, and whether its function takes raw HTTP.</summary>
public sealed record TriggerChoice(HttpTriggerRoute Trigger, bool IsWeb)
{
    /// <summary>Null when the function has no enabled HTTP trigger. Of several, which share one address, that of the latest code comes first.</summary>
    public static TriggerChoice? Of(FunctionRoute route)
    {
        if (route.HttpTriggers.Count == 0) return null;
        var trigger = route.HttpTriggers[0];
        foreach (var candidate in route.HttpTriggers)
        {
            if (candidate.Qualifier is not ("$LATEST" or "$DEFAULT")) continue;
            trigger = candidate;
            break;
        }
        var version = trigger.Qualifier;
        foreach (var alias in route.Aliases)
            if (alias.Name == trigger.Qualifier) version = alias.Version;
        // All versions of a function are of one type; an unknown one is for Dispatch to refuse.
        var type = route.Versions.Count == 0 ? FunctionType.Event : route.Versions[0].Type;
        foreach (var candidate in route.Versions)
            if (candidate.Version == version) type = candidate.Type;
        return new TriggerChoice(trigger, type == FunctionType.Http);
    }
}
