using ScfAspire.ServiceDefaults;

namespace ScfAspire.Trigger.Roles;

/// <summary>Reads <c>--roles gateway,queue,timers,sources</c> (also <c>--roles=...</c>); all roles where it is absent.</summary>
public static class RoleArguments
{
    /// <exception cref="ConfigurationException">A role that does not exist, or none.</exception>
    public static TriggerRoles Read(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i].StartsWith("--roles=", StringComparison.Ordinal)) return Parse(args[i]["--roles=".Length..]);
            if (args[i] == "--roles") return Parse(i + 1 < args.Count ? args[i + 1] : "");
        }
        return TriggerRoles.All;
    }

    private static TriggerRoles Parse(string text)
    {
        var roles = TriggerRoles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= name switch
            {
                "gateway" => TriggerRoles.Gateway,
                "queue" => TriggerRoles.Queue,
                "timers" => TriggerRoles.Timers,
                "sources" => TriggerRoles.Sources,
                _ => throw new ConfigurationException($"--roles names '{name}'; the roles are gateway, queue, timers, sources."),
            };
        }
        return roles == TriggerRoles.None ? throw new ConfigurationException("--roles names no role; the roles are gateway, queue, timers, sources.") : roles;
    }
}
