namespace ScfAspire.Operator.Tests.World;

/// <summary>With the cluster that <c>KUBECONFIG</c> names. No other operator may run there.</summary>
public sealed class ClusterWorld : OperatorWorld
{
    /// <summary>Collection of the classes that use it: two operators would contend for the same objects.</summary>
    public const string OneAtATime = "one operator on the cluster";

    protected override Task<string> StartClusterAsync() => File.ReadAllTextAsync(Environment.GetEnvironmentVariable("KUBECONFIG")!);

    protected override ValueTask StopClusterAsync() => ValueTask.CompletedTask;
}
