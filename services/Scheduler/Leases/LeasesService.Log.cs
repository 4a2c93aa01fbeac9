using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Leases;

internal sealed partial class LeasesService
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{DispatchId} asks for leases")]
    private partial void LogConnected(string dispatchId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{DispatchId} has disconnected: {Reason}")]
    private partial void LogDisconnected(string dispatchId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} of {DispatchId} was not done while Redis is away: {Reason}")]
    private partial void LogStoreAway(string dispatchId, LeaseRequest.KindOneofCase kind, string reason);
}
