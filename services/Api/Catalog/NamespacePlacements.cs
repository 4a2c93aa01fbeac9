using ScfAspire.Api.Namespaces;
using ScfAspire.Api.Store;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Catalog;

/// <summary>What the Scheduler needs of a namespace that is bound to a cluster.</summary>
public sealed class NamespacePlacements(ControlDatabase database)
{
    /// <summary>Null for a namespace that is not there, or is not bound.</summary>
    public async Task<NamespacePlacement?> FindAsync(string ns, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<NamespaceRow>("SELECT name, resources, placement FROM control.namespace WHERE name = @ns AND resources IS NOT NULL", new { ns }, cancellationToken);
        if (row?.Resources is null) return null;
        var resources = StoreJson.Read<NamespaceResources>(row.Resources);
        var placement = new NamespacePlacement
        {
            Hash = row.Placement,
            Cluster = resources.Cluster,
            PodNamespace = resources.PodNamespace,
            SubnetId = resources.SubnetId,
            DataPath = resources.DataPath,
            Port = resources.Port,
            PodTemplatePatch = resources.PodTemplateJson,
            Offline = resources.Offline,
        };
        foreach (var label in resources.NodeSelector) placement.NodeSelector[label.Key] = label.Value;
        foreach (var toleration in resources.Tolerations)
        {
            var message = new Toleration { Key = toleration.Key, Operator = toleration.Operator, Value = toleration.Value, Effect = toleration.Effect };
            if (toleration.Seconds is { } seconds) message.TolerationSeconds = seconds;
            placement.Tolerations.Add(message);
        }

        return placement;
    }
}
