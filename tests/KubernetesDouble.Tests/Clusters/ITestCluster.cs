using k8s;

namespace ScfAspire.KubernetesDouble.Tests.Clusters;

/// <summary>An API server that the suite runs against: the double, or a real one.</summary>
public interface ITestCluster
{
    /// <summary>A client with every right.</summary>
    Kubernetes Client { get; }

    /// <summary>A client that shows another token.</summary>
    Kubernetes ClientOf(string token);
}
