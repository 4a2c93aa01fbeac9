namespace ScfAspire.Api.Grpc;

/// <summary>What keeps functions apart in this installation.</summary>
public interface IIsolationReport
{
    /// <summary>The isolation that the agents report, e.g. <c>bubblewrap</c>; empty when none is known.</summary>
    ValueTask<string> CurrentAsync(CancellationToken cancellationToken);
}
