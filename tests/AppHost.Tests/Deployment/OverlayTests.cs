using YamlDotNet.RepresentationModel;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary>Every overlay of <c>deploy/</c>, with each choice of data servers: what an object names is there.</summary>
public sealed class OverlayTests
{
    public static TheoryData<string, string> Overlays
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var overlay in new[] { "kind", "tke", "onprem" })
            {
                foreach (var component in new[] { "", "external-data", "local-volumes" }) data.Add(overlay, component);
            }
            return data;
        }
    }

    [Fact]
    public void There_is_an_overlay_for_each_kind_of_cluster() =>
        Assert.Equal(["kind", "onprem", "tke"], Directory.EnumerateDirectories(Folder("overlays")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Nothing_is_there_twice(string overlay, string component) =>
        Assert.Empty(Render(overlay, component).GroupBy(each => $"{each.Text("kind")} {each.Text("metadata", "namespace")}/{each.Text("metadata", "name")}").Where(group => group.Count() > 1).Select(group => group.Key));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Settings_and_secrets_that_are_used_are_made_and_the_others_are_not(string overlay, string component)
    {
        var objects = Render(overlay, component);
        var made = objects.Where(each => each.Text("kind") is "ConfigMap" or "Secret").ToDictionary(each => (each.Text("kind"), each.Text("metadata", "name")), each => each.Entries("data"));
        var used = DeployedPod.In(objects).SelectMany(pod => pod.Settings()).ToList();

        Assert.All(used, setting =>
        {
            Assert.Contains((setting.Kind, setting.Name), made.Keys);
            if (setting.Key.Length > 0) Assert.Contains(setting.Key, made[(setting.Kind, setting.Name)].Keys);
        });
        var unused = made.Keys.Except(used.Select(setting => (setting.Kind, setting.Name))).Select(each => each.Item2);
        // The data servers' passwords stay where they are when the servers are others: nobody has to think of them when changing back.
        Assert.Empty(component == "external-data" ? unused.Except(["postgres", "redis"]) : unused);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Services_lead_to_ports_that_pods_have(string overlay, string component)
    {
        var objects = Render(overlay, component);
        foreach (var service in objects.Where(each => each.Text("kind") == "Service"))
        {
            var selector = service.Entries("spec", "selector");
            var pod = Assert.Single(DeployedPod.In(objects), pod => pod.Namespace == service.Text("metadata", "namespace") && selector.All(label => pod.Labels.GetValueOrDefault(label.Key) == label.Value));
            Assert.All(service.Items("spec", "ports"), port => Assert.Contains(port.Text("targetPort"), pod.Ports));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Probes_ask_at_ports_that_the_container_has(string overlay, string component)
    {
        foreach (var container in DeployedPod.In(Render(overlay, component)).SelectMany(pod => pod.Containers))
        {
            var ports = container.Items("ports").Select(port => port.Text("name")).ToHashSet();
            Assert.NotNull(container.At("readinessProbe"));
            foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Select(name => container.At(name)))
            {
                foreach (var way in new[] { "httpGet", "tcpSocket" })
                {
                    if (probe.At(way) is { } asked) Assert.Contains(asked.Text("port"), ports);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Mounted_volumes_are_the_pods_and_each_of_them_is_mounted(string overlay, string component) =>
        Assert.All(DeployedPod.In(Render(overlay, component)), pod =>
        {
            var volumes = pod.Spec.Items("volumes").Select(volume => volume.Text("name"))
                .Concat(pod.Workload.Items("spec", "volumeClaimTemplates").Select(claim => claim.Text("metadata", "name")));
            Assert.Equal(volumes.Order(StringComparer.Ordinal), pod.Containers.SelectMany(container => container.Items("volumeMounts")).Select(mount => mount.Text("name")).Distinct().Order(StringComparer.Ordinal));
        });

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_pod_has_an_account_that_exists(string overlay, string component)
    {
        var objects = Render(overlay, component);
        var accounts = objects.Where(each => each.Text("kind") == "ServiceAccount").Select(each => (each.Text("metadata", "namespace"), each.Text("metadata", "name"))).ToHashSet();
        Assert.All(DeployedPod.In(objects), pod => Assert.Contains((pod.Namespace, pod.Spec.Text("serviceAccountName")), accounts));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Rights_are_bound_to_roles_and_accounts_that_exist(string overlay, string component)
    {
        var objects = Render(overlay, component);
        var names = objects.Select(each => (each.Text("kind"), each.Text("metadata", "name"))).ToHashSet();
        var bindings = objects.Where(each => each.Text("kind") is "RoleBinding" or "ClusterRoleBinding").ToList();

        Assert.NotEmpty(bindings);
        foreach (var binding in bindings)
        {
            Assert.Contains((binding.Text("roleRef", "kind"), binding.Text("roleRef", "name")), names);
            Assert.All(binding.Items("subjects").Where(subject => subject.Text("kind") == "ServiceAccount"), subject =>
                Assert.Single(objects, each => each.Text("kind") == "ServiceAccount" && each.Text("metadata", "name") == subject.Text("name") && each.Text("metadata", "namespace") == subject.Text("namespace")));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void No_role_is_for_everything(string overlay, string component)
    {
        var rules = Render(overlay, component).Where(each => each.Text("kind") is "Role" or "ClusterRole").SelectMany(each => each.Items("rules")).ToList();
        Assert.NotEmpty(rules);
        foreach (var key in new[] { "apiGroups", "resources", "verbs" })
            Assert.All(rules, rule => Assert.DoesNotContain("*", rule.Items(key).Select(item => item.ToString())));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Only_pods_with_rights_have_a_token(string overlay, string component)
    {
        var objects = Render(overlay, component);
        var holders = objects.Where(each => each.Text("kind") is "RoleBinding" or "ClusterRoleBinding").SelectMany(each => each.Items("subjects")).Select(subject => subject.Text("name")).ToHashSet();
        Assert.All(DeployedPod.In(objects), pod => Assert.Equal(holders.Contains(pod.Spec.Text("serviceAccountName")) ? "true" : "false", pod.Spec.Text("automountServiceAccountToken")));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Budgets_and_scalers_are_for_workloads_that_exist(string overlay, string component)
    {
        var objects = Render(overlay, component);
        var pods = DeployedPod.In(objects);
        Assert.All(objects.Where(each => each.Text("kind") == "PodDisruptionBudget"), budget => Assert.Single(pods, pod => pod.IsSelected(budget.At("spec", "selector"))));
        Assert.All(objects.Where(each => each.Text("kind") == "HorizontalPodAutoscaler"), scaler =>
        {
            var workload = Assert.Single(pods, pod => pod.Name == scaler.Text("spec", "scaleTargetRef", "name") && pod.Workload.Text("kind") == scaler.Text("spec", "scaleTargetRef", "kind")).Workload;
            // A number of replicas would be set again by every upgrade, and take back what the scaler did.
            Assert.Null(workload.At("spec", "replicas"));
            Assert.All(workload.Items("spec", "template", "spec", "containers"), container => Assert.NotEqual("", container.Text("resources", "requests", "cpu")));
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_port_that_is_connected_to_is_open_to_somebody(string overlay, string component)
    {
        var objects = Render(overlay, component);
        var policies = objects.Where(each => each.Text("kind") == "NetworkPolicy").ToList();
        foreach (var pod in DeployedPod.In(objects))
        {
            var open = policies.Where(policy => policy.Text("metadata", "namespace") == pod.Namespace && pod.IsSelected(policy.At("spec", "podSelector")))
                .SelectMany(policy => policy.Items("spec", "ingress")).SelectMany(rule => rule.Items("ports")).Select(port => port.Text("port")).ToHashSet();
            Assert.Superset(pod.Containers.SelectMany(container => container.Items("ports")).Select(port => port.Text("name")).ToHashSet(), open);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_fit_the_restricted_level_of_pod_security(string overlay, string component)
    {
        foreach (var pod in DeployedPod.In(Render(overlay, component)))
        {
            Assert.Equal("true", pod.Spec.Text("securityContext", "runAsNonRoot"));
            Assert.Equal("RuntimeDefault", pod.Spec.Text("securityContext", "seccompProfile", "type"));
            Assert.All(pod.Containers, container =>
            {
                Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
                Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
                Assert.Equal(["ALL"], container.Items("securityContext", "capabilities", "drop").Select(item => item.ToString()));
                Assert.NotEqual("", container.Text("resources", "requests", "memory"));
                Assert.NotEqual("", container.Text("resources", "limits", "memory"));
            });
        }
    }

    [Fact]
    public void Every_file_is_used()
    {
        var used = Directory.EnumerateFiles(Folder("."), "kustomization.yaml", SearchOption.AllDirectories)
            .SelectMany(file => ManifestFile.Read(file).SelectMany(node => node.Items("resources").Select(item => item.ToString()).Concat(node.Items("patches").Select(patch => patch.Text("path"))))
                .Select(name => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, name))))
            .ToHashSet();
        // Read by scripts.
        used.UnionWith([Path.GetFullPath(Folder("overlays/kind/cluster.yaml")), Path.GetFullPath(Folder("components/local-volumes/folder.yaml"))]);

        Assert.Empty(Directory.EnumerateFiles(Folder("."), "*.yaml", SearchOption.AllDirectories).Select(Path.GetFullPath)
            .Where(file => Path.GetFileName(file) != "kustomization.yaml" && !file.StartsWith(Path.GetFullPath(Folder("local")), StringComparison.Ordinal)).Except(used));
    }

    private static IReadOnlyList<YamlNode> Render(string overlay, string component) =>
        Kustomization.Render(Folder($"overlays/{overlay}"), component.Length == 0 ? [] : [Folder($"components/{component}")]);

    private static string Folder(string name) => Path.Combine(DeployedService.Folder, "..", name);
}
