using ScfAspire.AppHost.Tests.Composition;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary><c>deploy/base</c> says for Kubernetes what <c>AppHost/Program.cs</c> says for one machine.</summary>
public sealed class DeployBaseTests(CompositionFixture composition) : IClassFixture<CompositionFixture>
{
    /// <summary>What a service is given in a cluster alone: the pod's address to bind to, time to end its calls, that links leave the machine, that the cluster says who may do what.</summary>
    private static readonly Dictionary<string, string[]> ClusterAlone = new()
    {
        ["api"] = ["SCF_BIND_HOST", "SCF_STOP_SECONDS", "SCF_LINK_PLAIN", "SCF_KUBE_ACCESS"],
        ["metering"] = ["SCF_BIND_HOST", "SCF_STOP_SECONDS"],
        ["scheduler"] = ["SCF_BIND_HOST", "SCF_STOP_SECONDS"],
        ["trigger"] = ["SCF_BIND_HOST", "SCF_STOP_SECONDS", "SCF_LINK_PLAIN"],
    };

    /// <summary>The public ports, which are settings on one machine and fixed in a cluster.</summary>
    private static readonly Dictionary<string, int> PublicPorts = new() { ["api/http"] = 8080, ["api/grpc"] = 8081, ["trigger/gateway"] = 8082 };

    public static TheoryData<string> Services => ["api", "metering", "scheduler", "trigger"];

    [Fact]
    public void It_has_the_same_services_and_data_servers() =>
        Assert.Equal(
            // A database is no workload, a parameter is a secret; agents are in the pods that the Scheduler makes.
            composition.Resources.Keys.Where(name => name is not ("scf" or "agent") && !name.Contains('-')).Order(StringComparer.Ordinal),
            // The Operator is of clusters alone.
            DeployedService.All.Values.Select(each => each.Service).Distinct().Where(name => name != "operator").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_gets_the_same_environment(string service) =>
        Assert.Equal(
            composition.Resources[service].Environment.Where(IsOfTheContract).Concat(ClusterAlone[service]).Order(StringComparer.Ordinal),
            DeployedService.Of(service).SelectMany(each => each.Environment.Keys).Where(IsOfTheContract).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_has_the_same_ports_and_listens_where_they_say(string service)
    {
        var parts = DeployedService.Of(service);

        Assert.Equal(composition.Resources[service].Ports.Keys.Order(StringComparer.Ordinal), parts.SelectMany(part => part.ContainerPorts.Keys).Distinct().Order(StringComparer.Ordinal));
        Assert.All(parts, part =>
        {
            Assert.Equal(part.ContainerPorts.OrderBy(port => port.Key, StringComparer.Ordinal), part.ServicePorts.OrderBy(port => port.Key, StringComparer.Ordinal));
            foreach (var (name, port) in part.ContainerPorts)
            {
                Assert.Equal($"{port}", part.Environment[$"SCF_{name.ToUpperInvariant()}_PORT"]);
                if (PublicPorts.TryGetValue($"{service}/{name}", out var expected)) Assert.Equal(expected, port);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_probed_where_the_model_says(string service) =>
        Assert.All(DeployedService.Of(service), part =>
        {
            Assert.Equal(composition.Resources[service].Health, [part.Ready]);
            Assert.Equal("status/healthz/live", part.Live);
        });

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_sent_to_where_the_others_listen(string service)
    {
        foreach (var (key, value) in DeployedService.Of(service).SelectMany(part => part.Environment).Where(variable => variable.Key.StartsWith("services__", StringComparison.Ordinal)))
        {
            // Asynchronous events are taken by the role that keeps them.
            var other = key.Split("__")[1] is var name && name == "trigger" ? "trigger-queue" : name;
            Assert.Equal($"http://{other}:{DeployedService.All[other].ServicePorts["internal"]}", value);
        }
    }

    [Fact]
    public void Every_role_of_Trigger_has_a_workload() =>
        Assert.Equal(
            ["gateway", "queue", "sources", "timers"],
            Directory.EnumerateFiles(DeployedService.Folder, "trigger-*.yaml").SelectMany(ManifestFile.Read).SelectMany(node => node.Items("spec", "template", "spec", "containers"))
                .SelectMany(container => container.Items("args")).SelectMany(argument => argument.ToString().Split('=')[1].Split(',')).Order(StringComparer.Ordinal));

    [Fact]
    public void The_metrics_of_every_service_are_asked_for() =>
        Assert.Equal(
            DeployedService.All.Values.Where(each => each.ServicePorts.ContainsKey("status")).Select(each => $"{each.Name}=http://{each.Name}:{each.ServicePorts["status"]}").Order(StringComparer.Ordinal),
            DeployedService.All["api"].Environment["SCF_STATUS_URLS"].Split(',').Order(StringComparer.Ordinal));

    [Fact]
    public void Connection_strings_name_the_data_servers()
    {
        Assert.All(["api", "trigger-queue", "metering"], service => Assert.StartsWith("Host=postgres;", DeployedService.All[service].Environment["ConnectionStrings__scf"], StringComparison.Ordinal));
        Assert.StartsWith($"redis:{DeployedService.All["redis"].ServicePorts["redis"]},", DeployedService.All["scheduler"].Environment["ConnectionStrings__redis"], StringComparison.Ordinal);
    }

    private static bool IsOfTheContract(string key) =>
        key.StartsWith("SCF_", StringComparison.Ordinal)
        || key.StartsWith("services__", StringComparison.Ordinal)
        || key.StartsWith("ConnectionStrings__", StringComparison.Ordinal);
}
