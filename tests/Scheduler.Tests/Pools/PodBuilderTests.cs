using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Pools.Kubernetes;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>What pods are made of, from plans and options alone.</summary>
public sealed class PodBuilderTests
{
    [Theory]
    [InlineData(64, "64Mi", "50m", "1")]
    [InlineData(128, "128Mi", "100m", "1")]
    [InlineData(1280, "1280Mi", "1", "1")]
    [InlineData(3072, "3Gi", "2", "2")]
    public void Memory_is_requested_and_limited_and_brings_its_share_of_CPU(int memoryMb, string memory, string cpu, string ceiling)
    {
        var resources = PodPlans.Build(PodPlans.Of(memoryMb: memoryMb)).Container("runtime").Resources;
        Assert.Equal((memory, memory), (resources.Requests["memory"].ToString(), resources.Limits["memory"].ToString()));
        Assert.Equal((cpu, ceiling), (resources.Requests["cpu"].CanonicalizeString(), resources.Limits["cpu"].CanonicalizeString()));
        Assert.Equal(resources.Limits["ephemeral-storage"], resources.Requests["ephemeral-storage"]);
    }

    [Fact]
    public void The_pod_gives_away_nothing_and_may_do_nothing()
    {
        var pod = PodPlans.Build(PodPlans.Of());
        Assert.Equal((false, false, false, "Never"), (pod.Spec.AutomountServiceAccountToken, pod.Spec.EnableServiceLinks, pod.Spec.ShareProcessNamespace, pod.Spec.RestartPolicy));
        Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
        foreach (var container in pod.Spec.Containers)
        {
            Assert.Equal((false, true), (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem));
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        }

        Assert.NotEqual(pod.Container("agent").SecurityContext.RunAsUser, pod.Container("runtime").SecurityContext.RunAsUser);
        Assert.All(pod.Container("runtime").VolumeMounts.Where(mount => mount.Name == "scf"), mount => Assert.True(mount.ReadOnlyProperty));
        Assert.Null(pod.Container("runtime").Env);
    }

    [Fact]
    public void The_agent_is_told_who_it_is()
    {
        var plan = PodPlans.Of("java11", memoryMb: 512);
        var agent = PodPlans.Build(plan).Container("agent");
        Assert.Equal(["--pod"], agent.Args);
        Assert.Equal((plan.AgentId, "1900000000", "call-key", "link-key"), (agent.Variable("SCF_AGENT_ID"), agent.Variable("SCF_AGENT_EXPIRES"), agent.Variable("SCF_AGENT_KEY"), agent.Variable("SCF_AGENT_LINK_KEY")));
        Assert.Equal(("c1", plan.Key.Hash, "java11@512", "512"), (agent.Variable("SCF_POOL"), agent.Variable("SCF_POOL_GROUP"), agent.Variable("SCF_POD_SET"), agent.Variable("SCF_MEMORY_MB")));
        Assert.DoesNotContain(agent.Env, variable => variable.Name.StartsWith("SCF_INTERNAL_KEY", StringComparison.Ordinal));
    }

    [Fact]
    public void A_web_function_runs_in_its_runtimes_image_with_a_program_of_its_own()
    {
        var pod = PodPlans.Build(PodPlans.Of(ownProgram: true), new KubernetesOptions { Images = { Runtimes = { ["Nodejs20.19"] = "registry/node:1" } } });
        Assert.Equal("registry/node:1", pod.Container("runtime").Image);
        Assert.Equal("customruntime", pod.Container("agent").Variable("SCF_POD_SET"));
        Assert.Equal([9000], pod.Container("runtime").Ports.Select(port => port.ContainerPort));
    }

    [Fact]
    public void Labels_name_the_pool_and_the_key()
    {
        var plan = PodPlans.Of();
        var labels = PodPlans.Build(plan).Metadata.Labels;
        Assert.Equal(("scf-function", "scf", "c1", plan.Key.Hash, "warm"), (labels[PodLabels.Name], labels[PodLabels.Installation], labels[PodLabels.Pool], labels[PodLabels.Key], labels[PodLabels.State]));
        Assert.Equal(plan.Key, PodKey.Parse(PodPlans.Build(plan).Metadata.Annotations[PodLabels.Key]));
    }

    [Fact]
    public void A_namespaces_placement_decides_where_its_pods_go()
    {
        var placement = new NamespacePlacement { Hash = "h", SubnetId = "subnet-1", DataPath = "/data/scf", Port = 20000, NodeSelector = { ["zone"] = "a" }, Tolerations = { new Toleration { Key = "dedicated", Value = "scf", Effect = "NoSchedule" } } };
        var pod = PodPlans.Build(PodPlans.Of(placement: placement));
        Assert.Equal("a", pod.Spec.NodeSelector["zone"]);
        var toleration = Assert.Single(pod.Spec.Tolerations);
        Assert.Equal(("dedicated", "Equal", "scf", "NoSchedule"), (toleration.Key, toleration.OperatorProperty, toleration.Value, toleration.Effect));
        Assert.Equal(("subnet-1", "/data/scf", "20000"), (pod.Metadata.Annotations["scfaspire.io/subnet-id"], pod.Metadata.Annotations[PodLabels.DataPathAnnotation], pod.Metadata.Annotations[PodLabels.PortAnnotation]));
    }

    [Fact]
    public void Offline_pods_go_where_capacity_is_offline()
    {
        var cluster = new ClusterOptions { Offline = { NodeSelector = { ["type"] = "spot" }, Taint = "spot", PriorityClassName = "low" } };
        var pod = PodPlans.Build(PodPlans.Of(placement: new NamespacePlacement { Hash = "h", Offline = true }), cluster: cluster);
        Assert.Equal(("spot", "low"), (pod.Spec.NodeSelector["type"], pod.Spec.PriorityClassName));
        Assert.Equal(("spot", "Exists"), (Assert.Single(pod.Spec.Tolerations).Key, pod.Spec.Tolerations[0].OperatorProperty));
    }

    [Fact]
    public void A_patch_adds_to_the_template()
    {
        var placement = new NamespacePlacement
        {
            Hash = "h",
            PodTemplatePatch = """{"metadata":{"labels":{"team":"a"}},"spec":{"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"c"}}],"containers":[{"name":"runtime","volumeMounts":[{"name":"data","mountPath":"/mnt/data"}]}]}}""",
        };
        var pod = PodPlans.Build(PodPlans.Of(placement: placement));
        Assert.Equal("a", pod.Metadata.Labels["team"]);
        Assert.Equal("c1", pod.Metadata.Labels[PodLabels.Pool]);
        Assert.Equal(["scf", "tmp", "data"], pod.Spec.Volumes.Select(volume => volume.Name));
        Assert.Equal(["/var/user", "/opt", "/run/scf", "/tmp", "/mnt/data"], pod.Container("runtime").VolumeMounts.Select(mount => mount.MountPath));
        Assert.Equal(["/var/runtime/launch"], pod.Container("runtime").Command);
    }

    [Theory]
    [InlineData("""{"metadata":{"labels":{"scfaspire.io/pool":"other"}}}""", "label")]
    [InlineData("""{"metadata":{"name":"mine"}}""", "name")]
    [InlineData("""{"spec":{"containers":[{"name":"agent","$patch":"delete"}]}}""", "removes")]
    [InlineData("""{"spec":{"containers":[{"name":"runtime","securityContext":{"privileged":true}}]}}""", "security")]
    [InlineData("""{"spec":{"containers":[{"name":"runtime","volumeMounts":[{"name":"tmp","mountPath":"/var/user"}]}]}}""", "mounted")]
    [InlineData("""{"spec":{"hostNetwork":true}}""", "namespaces")]
    public void A_patch_that_takes_a_pod_from_the_platform_is_refused(string patch, string why)
    {
        var failure = Assert.Throws<PodTemplateException>(() => PodPlans.Build(PodPlans.Of(placement: new NamespacePlacement { Hash = "h", PodTemplatePatch = patch })));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }
}
