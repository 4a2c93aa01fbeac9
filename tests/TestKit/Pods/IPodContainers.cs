namespace ScfAspire.TestKit.Pods;

/// <summary>The containers of one pod that a <see cref="PodKubelet"/> has started. Disposing ends them.</summary>
public interface IPodContainers : IAsyncDisposable
{
    /// <summary>Completes with the exit code of the runtime container, and the reason that its status gives; never where there is none.</summary>
    Task<(int Code, string Reason)> RuntimeExited { get; }

    /// <summary>Ends them at once.</summary>
    void Kill();
}
