namespace ScfAspire.KubernetesDouble.Resources;

/// <summary>The types that the server has from the start.</summary>
internal static class BuiltInTypes
{
    public static readonly ResourceType Namespaces = new("", "v1", "namespaces", "Namespace", Namespaced: false) { ShortNames = ["ns"], HasStatus = true };

    public static readonly ResourceType Pods = new("", "v1", "pods", "Pod") { ShortNames = ["po"], HasStatus = true };

    public static readonly ResourceType ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount") { ShortNames = ["sa"] };

    public static readonly ResourceType ResourceQuotas = new("", "v1", "resourcequotas", "ResourceQuota") { ShortNames = ["quota"], HasStatus = true };

    public static readonly ResourceType LimitRanges = new("", "v1", "limitranges", "LimitRange") { ShortNames = ["limits"] };

    public static readonly ResourceType ConfigMaps = new("", "v1", "configmaps", "ConfigMap") { ShortNames = ["cm"] };

    public static readonly ResourceType Definitions =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false) { ShortNames = ["crd", "crds"], HasStatus = true };

    public static readonly ResourceType Roles = new("rbac.authorization.k8s.io", "v1", "roles", "Role");

    public static readonly ResourceType RoleBindings = new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");

    public static readonly ResourceType ClusterRoles = new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", Namespaced: false);

    public static readonly ResourceType ClusterRoleBindings = new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", Namespaced: false);

    public static readonly ResourceType TokenReviews = new("authentication.k8s.io", "v1", "tokenreviews", "TokenReview", Namespaced: false);

    public static readonly ResourceType SubjectAccessReviews = new("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", Namespaced: false);

    public static readonly ResourceType SelfSubjectAccessReviews = new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", Namespaced: false);

    public static readonly IReadOnlyList<ResourceType> All =
    [
        Namespaces, Pods, ServiceAccounts, ResourceQuotas, LimitRanges, ConfigMaps, Definitions, Roles, RoleBindings, ClusterRoles, ClusterRoleBindings,
        TokenReviews, SubjectAccessReviews, SelfSubjectAccessReviews,
        new("", "v1", "secrets", "Secret"),
        new("", "v1", "services", "Service") { ShortNames = ["svc"], HasStatus = true },
        new("", "v1", "endpoints", "Endpoints") { ShortNames = ["ep"] },
        new("", "v1", "events", "Event") { ShortNames = ["ev"] },
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim") { ShortNames = ["pvc"], HasStatus = true },
        new("", "v1", "persistentvolumes", "PersistentVolume", Namespaced: false) { ShortNames = ["pv"], HasStatus = true },
        new("", "v1", "nodes", "Node", Namespaced: false) { ShortNames = ["no"], HasStatus = true },
        new("", "v1", "podtemplates", "PodTemplate"),
        new("apps", "v1", "deployments", "Deployment") { ShortNames = ["deploy"], HasStatus = true },
        new("apps", "v1", "replicasets", "ReplicaSet") { ShortNames = ["rs"], HasStatus = true },
        new("apps", "v1", "statefulsets", "StatefulSet") { ShortNames = ["sts"], HasStatus = true },
        new("apps", "v1", "daemonsets", "DaemonSet") { ShortNames = ["ds"], HasStatus = true },
        new("batch", "v1", "jobs", "Job") { HasStatus = true },
        new("batch", "v1", "cronjobs", "CronJob") { ShortNames = ["cj"], HasStatus = true },
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler") { ShortNames = ["hpa"], HasStatus = true },
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget") { ShortNames = ["pdb"], HasStatus = true },
        new("coordination.k8s.io", "v1", "leases", "Lease"),
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"),
        new("events.k8s.io", "v1", "events", "Event"),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy") { ShortNames = ["netpol"] },
        new("networking.k8s.io", "v1", "ingresses", "Ingress") { ShortNames = ["ing"], HasStatus = true },
        new("node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", Namespaced: false),
        new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", Namespaced: false) { ShortNames = ["pc"] },
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass", Namespaced: false) { ShortNames = ["sc"] },
    ];
}
