using System.Net;
using k8s.Models;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>A cluster that functions really run in.</summary>
internal interface IFunctionCluster : IAsyncDisposable
{
    /// <summary>What the Scheduler is told of it, by the name <c>c1</c>.</summary>
    string[] Arguments { get; }

    /// <summary>Where pods reach the test.</summary>
    IPAddress Host { get; }

    /// <summary>The function pods that are there.</summary>
    Task<IList<V1Pod>> PodsAsync();

    /// <summary>Deletes a pod as somebody else would, without any grace.</summary>
    Task DeleteAsync(V1Pod pod);

    /// <summary>Does what the kernel does when a function is over its limit, where the kernel does not.</summary>
    void RunOutOfMemory();
}
