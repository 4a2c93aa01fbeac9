using System.Globalization;
using ScfAspire.TestKit.Platforms;
using YamlDotNet.RepresentationModel;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary>A workload of <c>deploy/base</c> and the Service before it. A service with roles is several of them.</summary>
/// <param name="Name">Name of both.</param>
/// <param name="Service">The service of the model whose program it is: the container's name.</param>
/// <param name="Environment">Values by key; empty where the value comes from elsewhere.</param>
/// <param name="ContainerPorts">Container ports by name.</param>
/// <param name="ServicePorts">Ports of the Service by the name of the container port that they lead to.</param>
/// <param name="Ready">Port and path of the readiness probe.</param>
/// <param name="Live">Port and path of the liveness probe.</param>
internal sealed record DeployedService(
    string Name,
    string Service,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, int> ContainerPorts,
    IReadOnlyDictionary<string, int> ServicePorts,
    string Ready,
    string Live)
{
    public static string Folder { get; } = Path.Combine(BuildOutput.Root, "deploy/base");

    /// <summary>Every workload of the base, by name.</summary>
    public static IReadOnlyDictionary<string, DeployedService> All { get; } = Read();

    /// <summary>The workloads of one service of the model.</summary>
    public static IReadOnlyList<DeployedService> Of(string service) => [.. All.Values.Where(each => each.Service == service)];

    private static Dictionary<string, DeployedService> Read()
    {
        var objects = Directory.EnumerateFiles(Folder, "*.yaml").SelectMany(ManifestFile.Read).ToList();
        var services = objects.Where(node => node.Text("kind") == "Service").ToDictionary(node => node.Text("metadata", "name"));
        return objects.Where(node => node.Text("kind") is "Deployment" or "StatefulSet")
            .Select(node => Of(node, services[node.Text("metadata", "name")])).ToDictionary(service => service.Name);
    }

    private static DeployedService Of(YamlNode workload, YamlNode service)
    {
        var name = workload.Text("metadata", "name");
        var label = workload.Text("spec", "template", "metadata", "labels", "app.kubernetes.io/name");
        Assert.Equal(label, workload.Text("spec", "selector", "matchLabels", "app.kubernetes.io/name"));
        Assert.Equal(label, service.Text("spec", "selector", "app.kubernetes.io/name"));
        var container = Assert.Single(workload.Items("spec", "template", "spec", "containers"));
        return new(
            name,
            container.Text("name"),
            container.Items("env").ToDictionary(variable => variable.Text("name"), variable => variable.Text("value")),
            container.Items("ports").ToDictionary(port => port.Text("name"), port => Number(port.Text("containerPort"))),
            service.Items("spec", "ports").ToDictionary(port => port.Text("targetPort"), port => Number(port.Text("port"))),
            Probe(container.At("readinessProbe")),
            Probe(container.At("livenessProbe")));
    }

    private static string Probe(YamlNode? probe) => probe.Text("httpGet", "port") + probe.Text("httpGet", "path");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
