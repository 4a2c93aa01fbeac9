namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Where records go.</summary>
internal interface IRecordSink
{
    /// <summary>Returns once the batch is stored for good. May be called again with a batch that was stored: it must then not count twice.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is not known to be stored.</exception>
    Task StoreAsync(SpoolBatch batch, CancellationToken cancellationToken);
}
