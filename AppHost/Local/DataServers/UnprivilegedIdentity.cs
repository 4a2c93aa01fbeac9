using System.Globalization;
using System.Runtime.InteropServices;

namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>
/// How a server that refuses to run as root is run by root: in a user namespace that maps root to the server's own account, so that its files
/// stay root's and need no change of owner.
/// </summary>
internal static partial class UnprivilegedIdentity
{
    /// <summary>The program and arguments that come before the server's own; empty when this process is not root's.</summary>
    public static IReadOnlyList<string> Prefix()
    {
        if (EffectiveUser() != 0) return [];
        var (user, group) = Account("postgres") ?? Account("nobody") ?? ("65534", "65534");
        return ["unshare", "--user", $"--map-user={user}", $"--map-group={group}"];
    }

    private static (string User, string Group)? Account(string name)
    {
        foreach (var line in File.ReadLines("/etc/passwd"))
        {
            var fields = line.Split(':');
            if (fields.Length > 3 && fields[0] == name && uint.TryParse(fields[2], CultureInfo.InvariantCulture, out _)) return (fields[2], fields[3]);
        }
        return null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
