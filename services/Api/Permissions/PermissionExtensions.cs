using ScfAspire.Api.Permissions.Kubernetes;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Permissions;

/// <summary>Adds what decides who may do what.</summary>
public static class PermissionExtensions
{
    /// <exception cref="ConfigurationException">A setting cannot be used.</exception>
    public static IServiceCollection AddPermissions(this IServiceCollection services, IConfiguration configuration)
    {
        if (KubernetesAccessOptions.From(configuration) is not { } cluster)
            return services.AddSingleton(RoleBindings.From(configuration)).AddSingleton<IPermissionCheck, BuiltInRoles>();
        return services
            .AddSingleton(cluster)
            .AddSingleton<ClusterAccess>()
            .AddSingleton<KubernetesPermissions>()
            .AddSingleton<IPermissionCheck>(provider => provider.GetRequiredService<KubernetesPermissions>())
            .AddSingleton<IForeignTokens>(provider => provider.GetRequiredService<KubernetesPermissions>());
    }
}
