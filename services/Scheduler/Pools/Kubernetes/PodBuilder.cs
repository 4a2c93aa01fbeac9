using System.Globalization;
using k8s;
using k8s.Models;
using ScfAspire.Core.Limits;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Builds function pods. Pure; see docs/specs/function-pods.md for what each field is for.</summary>
internal sealed class PodBuilder(KubernetesOptions options, ClusterOptions cluster)
{
    public const string AgentContainer = "agent", RuntimeContainer = "runtime";

    /// <summary>What a pod has to end its calls after it was told to go, seconds.</summary>
    public const int TerminationGrace = 30;

    private const int AgentUser = 1654, RuntimeUser = 1000;
    private const int ControlPort = 8090, StatusPort = 8091, LinkPort = 8083, WebPort = 9000;
    private const string Volume = "scf", Temporary = "tmp";

    /// <exception cref="PodTemplateException">The patch cannot be merged, or takes away what a pod needs.</exception>
    public V1Pod Build(PodPlan plan)
    {
        var pod = new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                Name = plan.Name,
                NamespaceProperty = plan.Key.Namespace,
                Labels = Labels(plan),
                Annotations = Annotations(plan),
                OwnerReferences = [plan.Owner],
            },
            Spec = Spec(plan),
        };
        return plan.Placement.PodTemplatePatch.Length == 0 ? pod : Patched(pod, plan.Placement.PodTemplatePatch);
    }

    private Dictionary<string, string> Labels(PodPlan plan) => new()
    {
        [PodLabels.Name] = PodLabels.NameValue,
        [PodLabels.ManagedBy] = PodLabels.ManagedByValue,
        [PodLabels.Installation] = options.Installation,
        [PodLabels.Pool] = plan.Key.Cluster,
        [PodLabels.Key] = plan.Key.Hash,
        [PodLabels.Runtime] = plan.Key.Runtime,
        [PodLabels.Memory] = Text(plan.Key.MemoryMb),
        [PodLabels.State] = PodLabels.Warm,
    };

    private Dictionary<string, string> Annotations(PodPlan plan)
    {
        var annotations = new Dictionary<string, string>
        {
            [PodLabels.Key] = plan.Key.Text,
            [PodLabels.BoundByAnnotation] = plan.BoundBy,
            [PodLabels.TemplateAnnotation] = plan.Key.Template,
            [PodLabels.DefaultContainer] = RuntimeContainer,
        };
        if (plan.Leader is { } leader) annotations[PodLabels.OwnerAnnotation] = Text(leader);
        if (plan.Placement.SubnetId.Length > 0) annotations[cluster.SubnetAnnotation] = plan.Placement.SubnetId;
        if (plan.Placement.DataPath.Length > 0) annotations[PodLabels.DataPathAnnotation] = plan.Placement.DataPath;
        if (plan.Placement.Port > 0) annotations[PodLabels.PortAnnotation] = Text(plan.Placement.Port);
        return annotations;
    }

    private V1PodSpec Spec(PodPlan plan)
    {
        var offline = plan.Placement.Offline ? cluster.Offline : null;
        var spec = new V1PodSpec
        {
            RestartPolicy = "Never",
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            ShareProcessNamespace = false,
            TerminationGracePeriodSeconds = TerminationGrace,
            RuntimeClassName = cluster.RuntimeClassName is { Length: > 0 } runtimeClass ? runtimeClass : null,
            PriorityClassName = offline?.PriorityClassName is { Length: > 0 } priority ? priority : null,
            SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true, SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" } },
            ImagePullSecrets = options.Images.PullSecrets.Count == 0 ? null : options.Images.PullSecrets.ConvertAll(name => new V1LocalObjectReference { Name = name }),
            TopologySpreadConstraints =
            [
                new V1TopologySpreadConstraint
                {
                    TopologyKey = "topology.kubernetes.io/zone", MaxSkew = 1, WhenUnsatisfiable = "ScheduleAnyway",
                    LabelSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [PodLabels.Key] = plan.Key.Hash } },
                },
            ],
            Containers = [Agent(plan), Runtime(plan)],
            Volumes =
            [
                new V1Volume { Name = Volume, EmptyDir = new V1EmptyDirVolumeSource() },
                new V1Volume { Name = Temporary, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new ResourceQuantity($"{Text(ScfLimits.DiskMb)}Mi") } },
            ],
        };
        var selector = new Dictionary<string, string>(offline?.NodeSelector ?? []);
        foreach (var (key, value) in plan.Placement.NodeSelector) selector[key] = value;
        if (selector.Count > 0) spec.NodeSelector = selector;
        List<V1Toleration> tolerations = [.. plan.Placement.Tolerations.Select(Toleration)];
        if (offline?.Taint is { Length: > 0 } taint) tolerations.Add(new V1Toleration { Key = taint, OperatorProperty = "Exists" });
        if (tolerations.Count > 0) spec.Tolerations = tolerations;
        return spec;
    }

    private V1Container Agent(PodPlan plan) => new()
    {
        Name = AgentContainer,
        Image = options.Images.Agent,
        ImagePullPolicy = options.Images.PullPolicy,
        Args = ["--pod"],
        Env = [new V1EnvVar { Name = "POD_IP", ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = "status.podIP" } } }, .. Environment(plan).Select(entry => new V1EnvVar { Name = entry.Name, Value = entry.Value })],
        Ports = [Port("internal", ControlPort), Port("status", StatusPort), Port("link", LinkPort)],
        // On a busy node it takes its time, and must not be killed over that.
        StartupProbe = Probe("/healthz/live", 5, failures: 24),
        ReadinessProbe = Probe("/healthz/ready", 5),
        LivenessProbe = Probe("/healthz/live", 10),
        SecurityContext = Restricted(AgentUser),
        Resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(options.Agent.Cpu), ["memory"] = new(options.Agent.Memory), ["ephemeral-storage"] = new(options.Agent.Storage) },
            Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1"), ["memory"] = new(options.Agent.MemoryLimit), ["ephemeral-storage"] = new(options.Agent.Storage) },
        },
        VolumeMounts = [new V1VolumeMount { Name = Volume, MountPath = "/var/lib/scf" }],
    };

    private IEnumerable<(string Name, string Value)> Environment(PodPlan plan) =>
    [
        (ScfEnvironment.BindHost, "$(POD_IP)"), (ScfEnvironment.InternalPort, Text(ControlPort)), (ScfEnvironment.StatusPort, Text(StatusPort)),
        (ScfEnvironment.Link, $"tcp:$(POD_IP):{Text(LinkPort)}"), (ScfEnvironment.LinkPlain, options.PlainLinks ? "1" : "0"), (ScfEnvironment.DataDir, "/var/lib/scf"),
        ("SCF_POOL", plan.Key.Cluster), ("SCF_POOL_GROUP", plan.Key.Hash), ("SCF_POD_SET", plan.Key.Set), ("SCF_MEMORY_MB", Text(plan.Key.MemoryMb)),
        (ScfEnvironment.AgentId, plan.AgentId), (ScfEnvironment.AgentExpires, Text(plan.IdentityExpires)), (ScfEnvironment.AgentKey, plan.IdentityKey), (ScfEnvironment.AgentLinkKey, plan.LinkKey),
        ("services__api__internal__0", options.Platform.Api), ("services__scheduler__internal__0", options.Platform.Scheduler), ("services__metering__internal__0", options.Platform.Metering),
        ("DOTNET_EnableDiagnostics", "0"),
    ];

    private V1Container Runtime(PodPlan plan)
    {
        var memory = new ResourceQuantity($"{Text(plan.Key.MemoryMb)}Mi");
        // What it may write: /tmp, and a little that the kubelet counts beside it.
        var storage = new ResourceQuantity($"{Text(ScfLimits.DiskMb + 64)}Mi");
        return new V1Container
        {
            Name = RuntimeContainer,
            Image = options.Images.Of(plan.Key.Runtime),
            ImagePullPolicy = options.Images.PullPolicy,
            Command = ["/var/runtime/launch"],
            WorkingDir = "/var/user",
            Ports = plan.Key.OwnProgram ? [Port("http", WebPort)] : null,
            SecurityContext = Restricted(RuntimeUser),
            Resources = new V1ResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = Millicores(CpuShare.Entitled(plan.Key.MemoryMb)), ["memory"] = memory, ["ephemeral-storage"] = storage },
                Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = Millicores(CpuShare.Ceiling(plan.Key.MemoryMb)), ["memory"] = memory, ["ephemeral-storage"] = storage },
            },
            VolumeMounts =
            [
                Shared("/var/user", "instance/code"), Shared("/opt", "instance/opt"), Shared("/run/scf", "instance/run"),
                new V1VolumeMount { Name = Temporary, MountPath = "/tmp" },
            ],
        };
    }

    private static V1Pod Patched(V1Pod pod, string patch)
    {
        var patched = StrategicMerge.Apply(KubernetesJson.Serialize(pod), patch);
        var result = KubernetesJson.Deserialize<V1Pod>(patched);
        Keep(pod, result);
        return result;
    }

    // A template is the namespace's owner's; who the pod is, and what keeps its function in, are the platform's.
    private static void Keep(V1Pod pod, V1Pod patched)
    {
        foreach (var (label, value) in pod.Metadata.Labels)
        {
            if (patched.Metadata.Labels?.TryGetValue(label, out var now) is not true || now != value) throw new PodTemplateException($"PodTemplatePatch changes the label {label}.");
        }

        if (patched.Metadata.Name != pod.Metadata.Name || patched.Metadata.NamespaceProperty != pod.Metadata.NamespaceProperty) throw new PodTemplateException("PodTemplatePatch changes the pod's name.");
        foreach (var container in pod.Spec.Containers)
        {
            var now = patched.Spec.Containers?.FirstOrDefault(other => other.Name == container.Name) ?? throw new PodTemplateException($"PodTemplatePatch removes the container {container.Name}.");
            if (KubernetesJson.Serialize(now.SecurityContext) != KubernetesJson.Serialize(container.SecurityContext)) throw new PodTemplateException($"PodTemplatePatch changes the security of the container {container.Name}.");
            foreach (var mount in container.VolumeMounts)
            {
                if (now.VolumeMounts?.Any(other => other.MountPath == mount.MountPath && other.Name == mount.Name && other.SubPath == mount.SubPath) is not true)
                    throw new PodTemplateException($"PodTemplatePatch changes what is mounted at {mount.MountPath} of the container {container.Name}.");
            }
        }

        if (patched.Spec.HostNetwork is true || patched.Spec.HostPID is true || patched.Spec.HostIPC is true || patched.Spec.ShareProcessNamespace is true)
            throw new PodTemplateException("PodTemplatePatch shares namespaces that a function pod keeps to itself.");
        patched.Spec.AutomountServiceAccountToken = false;
        patched.Spec.RestartPolicy = pod.Spec.RestartPolicy;
    }

    private static V1Toleration Toleration(Contracts.Internal.V1.Toleration toleration) => new()
    {
        Key = toleration.Key,
        OperatorProperty = toleration.Operator is { Length: > 0 } op ? op : "Equal",
        Value = toleration.Value is { Length: > 0 } value ? value : null,
        Effect = toleration.Effect is { Length: > 0 } effect ? effect : null,
        TolerationSeconds = toleration.HasTolerationSeconds ? toleration.TolerationSeconds : null,
    };

    private static V1SecurityContext Restricted(long user) => new()
    {
        RunAsUser = user,
        RunAsGroup = user,
        AllowPrivilegeEscalation = false,
        ReadOnlyRootFilesystem = true,
        Capabilities = new V1Capabilities { Drop = ["ALL"] },
    };

    private static V1Probe Probe(string path, int seconds, int failures = 3) => new()
    {
        HttpGet = new V1HTTPGetAction { Path = path, Port = "status" },
        PeriodSeconds = seconds,
        FailureThreshold = failures,
        TimeoutSeconds = 5,
    };

    private static V1ContainerPort Port(string name, int port) => new() { Name = name, ContainerPort = port };

    private static V1VolumeMount Shared(string path, string part) => new() { Name = Volume, MountPath = path, SubPath = part, ReadOnlyProperty = true };

    private static ResourceQuantity Millicores(int millicores) => new($"{Text(millicores)}m");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
