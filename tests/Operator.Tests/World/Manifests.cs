using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ScfAspire.KubernetesDouble.Manifests;
using ScfAspire.KubernetesDouble.Storage;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Operator.Tests.World;

/// <summary>What <c>deploy/crds</c> holds, brought to a cluster.</summary>
internal static class Manifests
{
    private static readonly string[] Plurals = ["functions", "functionversions", "aliases", "triggers"];

    public static async Task ApplyAsync(Kubernetes cluster, CancellationToken stop)
    {
        foreach (var item in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "crds"), "*s.yaml").SelectMany(file => YamlObjects.Read(File.ReadAllText(file))))
        {
            var patch = new V1Patch(item.ToJsonString(), V1Patch.PatchType.ApplyPatch);
            switch (item.Text("kind"))
            {
                case "ClusterRole": await cluster.RbacAuthorizationV1.PatchClusterRoleAsync(patch, item.Name(), fieldManager: "suite", force: true, cancellationToken: stop); break;
                case "ClusterRoleBinding": await cluster.RbacAuthorizationV1.PatchClusterRoleBindingAsync(patch, item.Name(), fieldManager: "suite", force: true, cancellationToken: stop); break;
                default:
                    await cluster.ApiextensionsV1.PatchCustomResourceDefinitionAsync(patch, item.Name(), fieldManager: "suite", force: true, cancellationToken: stop);
                    await Eventually.TrueAsync(
                        async () => (await cluster.ApiextensionsV1.ReadCustomResourceDefinitionAsync(item.Name(), cancellationToken: stop)).Status?.Conditions?.Any(each => each is { Type: "Established", Status: "True" }) == true,
                        $"{item.Name()} established");
                    break;
            }
        }
    }

    /// <summary>Deletes a namespace that a test may have deleted already.</summary>
    public static async Task DeleteNamespaceAsync(Kubernetes cluster, string space)
    {
        if ((await cluster.CoreV1.ListNamespaceAsync(fieldSelector: $"metadata.name={space}")).Items.Count > 0) await cluster.CoreV1.DeleteNamespaceAsync(space);
    }

    public static async Task<bool> HasObjectsAsync(ICustomObjectsOperations custom, IReadOnlyCollection<string> spaces)
    {
        foreach (var plural in Plurals)
        {
            var all = await custom.ListClusterCustomObjectAsync<JsonObject>("scfaspire.io", "v1", plural);
            if (all["items"]!.AsArray().OfType<JsonObject>().Any(item => spaces.Contains(item.Namespace()))) return true;
        }
        return false;
    }
}
