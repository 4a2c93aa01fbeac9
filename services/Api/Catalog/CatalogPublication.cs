namespace ScfAspire.Api.Catalog;

/// <summary>How a write waits until it is in force everywhere.</summary>
public sealed class CatalogPublication(CatalogFeed feed, CatalogReplicas replicas)
{
    /// <summary>Completes when every connected watcher of every replica serves the revision or has been cut off: after little more than a second at most.</summary>
    public async Task WaitAsync(long revision, CancellationToken cancellationToken)
    {
        await feed.AdvanceAsync(revision, cancellationToken);
        await feed.Served.WaitAsync(revision, cancellationToken);
        await replicas.WaitAsync(revision, cancellationToken);
    }
}
