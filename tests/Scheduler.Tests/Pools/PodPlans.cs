using k8s.Models;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Pools.Kubernetes;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>Plans of pods for tests of what is made from them.</summary>
internal static class PodPlans
{
    public static PodPlan Of(string runtime = "nodejs20.19", bool ownProgram = false, int memoryMb = 256, NamespacePlacement? placement = null)
    {
        var key = new PodKey("c1", "apps", placement?.Hash ?? "", runtime, ownProgram, memoryMb);
        return new PodPlan
        {
            Name = "scf-abc",
            Key = key,
            Placement = placement ?? new NamespacePlacement(),
            BoundBy = "shop",
            AgentId = new PodAgentId("c1", key.Hash, "scf-abc").ToString(),
            IdentityExpires = 1_900_000_000,
            IdentityKey = "call-key",
            LinkKey = "link-key",
            Owner = new V1OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = "scf-scf", Uid = "u" },
        };
    }

    public static V1Pod Build(PodPlan plan, KubernetesOptions? options = null, ClusterOptions? cluster = null) => new PodBuilder(options ?? new(), cluster ?? new()).Build(plan);

    public static V1Container Container(this V1Pod pod, string name) => pod.Spec.Containers.Single(container => container.Name == name);

    public static string Variable(this V1Container container, string name) => container.Env.Single(variable => variable.Name == name).Value;
}
