using System.Security.Cryptography;
using System.Text.Json.Nodes;
using k8s.Models;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Has pods of one pool made, named after their functions, and ended.</summary>
internal sealed class PodOrders(string pool, KubernetesOptions options, ClusterOptions cluster, ClusterApi api, PodWatch watch, InternalKey key, TimeProvider time)
{
    private const int NameDigits = 20;
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly PodBuilder _builder = new(options, cluster);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<V1OwnerReference>> _owners = [];

    /// <summary>Asks for a pod; it is known to the watch when this returns.</summary>
    /// <exception cref="PodRefusalException">The cluster does not take it.</exception>
    /// <exception cref="PodTemplateException">The namespace's template cannot be used.</exception>
    public async Task<V1Pod> CreateAsync(PodKey podKey, NamespacePlacement placement, string boundBy, long? leader, CancellationToken cancellationToken)
    {
        var name = $"scf-{RandomNumberGenerator.GetString(NameCharacters, NameDigits)}";
        var agentId = new PodAgentId(pool, podKey.Hash, name).ToString();
        var expires = (time.GetUtcNow() + options.FirstIdentityLifetime).ToUnixTimeSeconds();
        var pod = _builder.Build(new PodPlan
        {
            Name = name,
            Key = podKey,
            Placement = placement,
            BoundBy = boundBy,
            AgentId = agentId,
            IdentityExpires = expires,
            IdentityKey = PodKeys.CallKey(key, agentId, expires),
            LinkKey = PodKeys.LinkKey(key, agentId),
            Owner = await OwnerAsync(podKey.Namespace, cancellationToken),
            Leader = leader,
        });
        try
        {
            var made = await api.CreatePodAsync(pod, cancellationToken);
            watch.Add(made);
            return made;
        }
        catch (PodRefusalException e) when (e.Kind == PodRefusalKind.Rejected)
        {
            // Its owner may have been deleted.
            lock (_gate) _owners.Remove(podKey.Namespace);
            throw;
        }
    }

    /// <summary>Says on the pod whose instance it runs.</summary>
    /// <exception cref="PodRefusalException">It was not changed.</exception>
    public Task ClaimAsync(V1Pod pod, Demand demand, CancellationToken cancellationToken)
    {
        var (ns, function, version) = (demand.Key.Namespace, demand.Key.Function, demand.Version.Version);
        return api.PatchPodAsync(
            pod.Metadata.NamespaceProperty, pod.Metadata.Name,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["labels"] = new JsonObject
                    {
                        [PodLabels.State] = PodLabels.Claimed, [PodLabels.Namespace] = PodLabels.Value(ns), [PodLabels.Function] = PodLabels.Value(function), [PodLabels.Version] = PodLabels.Value(version),
                    },
                    ["annotations"] = new JsonObject
                    {
                        [PodLabels.Namespace] = ns, [PodLabels.Function] = function, [PodLabels.Version] = version, [PodLabels.SpecAnnotation] = demand.SpecId,
                    },
                },
            },
            cancellationToken);
    }

    /// <exception cref="PodRefusalException">It was not asked for.</exception>
    public Task DeleteAsync(V1Pod pod, CancellationToken cancellationToken) => api.DeletePodAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, cancellationToken);

    // One question per namespace, however many wait for it.
    private async Task<V1OwnerReference> OwnerAsync(string ns, CancellationToken cancellationToken)
    {
        Task<V1OwnerReference> asked;
        lock (_gate)
        {
            if (!_owners.TryGetValue(ns, out asked!) || asked is { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                var labels = new Dictionary<string, string> { [PodLabels.ManagedBy] = PodLabels.ManagedByValue, [PodLabels.Installation] = options.Installation };
                _owners[ns] = asked = api.OwnerAsync(ns, $"scf-{options.Installation}", labels, CancellationToken.None);
            }
        }

        return await asked.WaitAsync(cancellationToken);
    }
}
