using ScfAspire.AppHost.Tests.Composition;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary><c>deploy/base</c> says for Kubernetes what <c>AppHost/Program.cs</c> says for one machine.</summary>
public sealed class DeployBaseTests(CompositionFixture composition) : IClassFixture<CompositionFixture>
{
    /// <summary>On one machine everything binds to the loopback address, which is the default; in a pod it is the pod's.</summary>
    private const string BindHost = "SCF_BIND_HOST";

    /// <summary>The public ports, which are settings on one machine and fixed in a cluster.</summary>
    private static readonly Dictionary<string, int> PublicPorts = new() { ["api/http"] = 8080, ["api/grpc"] = 8081, ["trigger/gateway"] = 8082 };

    public static TheoryData<string> Services => ["agent", "api", "metering", "scheduler", "trigger"];

    [Fact]
    public void It_has_the_same_services_and_data_servers() =>
        Assert.Equal(
            // A database is no workload, a parameter is a secret.
            composition.Resources.Keys.Where(name => name != "scf" && !name.Contains('-')).Order(StringComparer.Ordinal),
            DeployedService.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_gets_the_same_environment(string service) =>
        Assert.Equal(
            composition.Resources[service].Environment.Where(IsOfTheContract).Append(BindHost).Order(StringComparer.Ordinal),
            DeployedService.All[service].Environment.Keys.Where(IsOfTheContract).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_has_the_same_ports_and_listens_where_they_say(string service)
    {
        var deployed = DeployedService.All[service];
        // The link is a Unix socket on one machine, which is no endpoint of the model.
        var ports = composition.Resources[service].Ports.Keys.Concat(service == "agent" ? ["link"] : Array.Empty<string>()).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(ports, deployed.ContainerPorts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ports, deployed.ServicePorts.Keys.Order(StringComparer.Ordinal));
        Assert.All(deployed.ContainerPorts, port => Assert.Equal(port.Value, deployed.ServicePorts[port.Key]));
        foreach (var (name, port) in deployed.ContainerPorts)
        {
            if (name == "link") Assert.Equal($"tcp:$(POD_IP):{port}", deployed.Environment["SCF_LINK"]);
            else Assert.Equal($"{port}", deployed.Environment[$"SCF_{name.ToUpperInvariant()}_PORT"]);
            if (PublicPorts.TryGetValue($"{service}/{name}", out var expected)) Assert.Equal(expected, port);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_probed_where_the_model_says(string service)
    {
        Assert.Equal(composition.Resources[service].Health, [DeployedService.All[service].Ready]);
        Assert.Equal("status/healthz/live", DeployedService.All[service].Live);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_sent_to_where_the_others_listen(string service)
    {
        foreach (var (key, value) in DeployedService.All[service].Environment.Where(variable => variable.Key.StartsWith("services__", StringComparison.Ordinal)))
        {
            var other = key.Split("__")[1];
            Assert.Equal($"http://{other}:{DeployedService.All[other].ServicePorts["internal"]}", value);
        }
    }

    [Fact]
    public void The_metrics_of_every_service_are_asked_for() =>
        Assert.Equal(
            Services.Select(row => row.Data).Select(name => $"{name}=http://{name}:{DeployedService.All[name].ServicePorts["status"]}").Order(StringComparer.Ordinal),
            DeployedService.All["api"].Environment["SCF_STATUS_URLS"].Split(',').Order(StringComparer.Ordinal));

    [Fact]
    public void Connection_strings_name_the_data_servers()
    {
        Assert.All(["api", "trigger", "metering"], service => Assert.StartsWith("Host=postgres;", DeployedService.All[service].Environment["ConnectionStrings__scf"], StringComparison.Ordinal));
        Assert.StartsWith($"redis:{DeployedService.All["redis"].ServicePorts["redis"]},", DeployedService.All["scheduler"].Environment["ConnectionStrings__redis"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_kustomization_takes_every_file()
    {
        var kustomization = Assert.Single(ManifestFile.Read(Path.Combine(DeployedService.Folder, "kustomization.yaml")));

        Assert.Equal(
            Directory.EnumerateFiles(DeployedService.Folder, "*.yaml").Select(Path.GetFileName).Where(file => file != "kustomization.yaml").Order(StringComparer.Ordinal),
            kustomization.Items("resources").Select(file => file.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_secret_and_setting_that_is_used_is_generated()
    {
        var kustomization = Assert.Single(ManifestFile.Read(Path.Combine(DeployedService.Folder, "kustomization.yaml")));
        var made = kustomization.Items("secretGenerator").Concat(kustomization.Items("configMapGenerator")).Select(item => item.Text("name")).ToHashSet();
        var used = Directory.EnumerateFiles(DeployedService.Folder, "*.yaml").SelectMany(ManifestFile.Read)
            .SelectMany(node => node.Items("spec", "template", "spec", "containers").SelectMany(container => container.Items("env"))
                .SelectMany(variable => new[] { variable.Text("valueFrom", "secretKeyRef", "name"), variable.Text("valueFrom", "configMapKeyRef", "name") })
                .Concat(node.Items("spec", "template", "spec", "volumes").Select(volume => volume.Text("secret", "secretName"))))
            .Where(name => name.Length > 0).ToHashSet();

        Assert.Equal(made.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    private static bool IsOfTheContract(string key) =>
        key.StartsWith("SCF_", StringComparison.Ordinal)
        || key.StartsWith("services__", StringComparison.Ordinal)
        || key.StartsWith("ConnectionStrings__", StringComparison.Ordinal);
}
