using ScfAspire.Api.Namespaces;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>NamespaceResourceEnv</c> of the SCF interface.</summary>
public sealed record ResourceEnvModel(ResourceEnvTkeModel? TKE, bool? OFFLINE)
{
    /// <summary>Null where nothing was asked for.</summary>
    public NamespaceResources? ToResources() => TKE is null && OFFLINE is not true ? null : (TKE?.ToResources() ?? new()) with { Offline = OFFLINE ?? false };

    public static ResourceEnvModel? Of(NamespaceResources? resources) => resources is null ? null : new(ResourceEnvTkeModel.Of(resources), resources.Offline);
}
