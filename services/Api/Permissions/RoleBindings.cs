using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Permissions;

/// <summary>Who has which role where. The installation's first credential is Admin everywhere; others have what <c>SCF_ROLES</c> says.</summary>
public sealed class RoleBindings
{
    /// <summary><c>{SecretId}={role}:{namespace or *}[,...][;...]</c>, e.g. <c>AKIDx=viewer:*,developer:shop</c>.</summary>
    public const string Variable = "SCF_ROLES";

    private const string Everywhere = "*";
    private readonly Dictionary<(string Subject, string Namespace), Role> _roles = [];

    /// <exception cref="ConfigurationException"><c>SCF_ROLES</c> is not of its form.</exception>
    public static RoleBindings From(IConfiguration configuration)
    {
        var bindings = new RoleBindings();
        if (configuration[ScfEnvironment.SecretId] is { Length: > 0 } first) bindings._roles[(first, Everywhere)] = Role.Admin;
        foreach (var entry in (configuration[Variable] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } subject, var roles]) throw Wrong(entry);
            foreach (var role in roles.Split(',', StringSplitOptions.TrimEntries))
            {
                if (role.Split(':') is not [var name, { Length: > 0 } space] || !Enum.TryParse<Role>(name, ignoreCase: true, out var value) || char.IsDigit(name[0])) throw Wrong(entry);
                bindings._roles[(subject, space)] = value;
            }
        }
        return bindings;
    }

    /// <summary>The subject's highest role in a namespace; with an empty one, what it has everywhere.</summary>
    public Role RoleOf(string subject, string @namespace)
    {
        var everywhere = _roles.GetValueOrDefault((subject, Everywhere));
        var here = @namespace.Length > 0 ? _roles.GetValueOrDefault((subject, @namespace)) : Role.None;
        return here > everywhere ? here : everywhere;
    }

    private static ConfigurationException Wrong(string entry) =>
        new($"{Variable}: '{entry}' is not of the form SecretId=role:namespace, with the role viewer, developer or admin and * for every namespace.");
}
