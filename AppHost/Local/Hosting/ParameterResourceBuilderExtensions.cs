using Aspire.Hosting.ApplicationModel;

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
}
