using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using ScfAspire.AppHost.Installations;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>The last two arguments are about manifests and dashboards, which the local runner does not have.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        _ = (publishValueAsDefault, secret);
        return builder.Add(new ParameterResource(name, value));
    }

    /// <summary>The connection string <c>ConnectionStrings:{name}</c> of the configuration.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        builder.Add(new ConnectionStringResource(
            name, builder.Configuration.GetConnectionString(name) ?? throw new InstallationException($"ConnectionStrings__{name} is not set.")));
}
