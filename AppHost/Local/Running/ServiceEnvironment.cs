using System.Collections;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>The part of this program's environment that is not for its services.</summary>
internal static class ServiceEnvironment
{
    /// <summary>Settings of the installation as a whole: each service gets what concerns it, and no other.</summary>
    private static readonly string[] Withheld =
    [
        "SCF_DATA_DIR", "SCF_SOCKET_DIR", "SCF_REDIS", "SCF_HTTP_PORT", "SCF_GRPC_PORT", "SCF_GATEWAY_PORT", "SCF_SECRET_ID", "SCF_SECRET_KEY",
        "SCF_INTERNAL_KEY", "SCF_INTERNAL_PORT", "SCF_STATUS_PORT", "SCF_PARENT_PID", "ASPNETCORE_URLS", "URLS", "HTTP_PORTS", "ASPNETCORE_HTTP_PORTS",
    ];

    private static readonly string[] WithheldPrefixes = ["ConnectionStrings__", "services__"];

    /// <summary>Changes to make: variables that are withheld are removed.</summary>
    public static Dictionary<string, string?> Inherited()
    {
        var changes = Withheld.ToDictionary(key => key, _ => (string?)null);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var key = (string)variable.Key;
            if (WithheldPrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))) changes[key] = null;
        }
        // An allocator arena per thread costs more memory than it saves time in processes that allocate on the managed heap.
        changes["MALLOC_ARENA_MAX"] = "2";
        return changes;
    }
}
