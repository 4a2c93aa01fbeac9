namespace ScfAspire.Dispatch;

/// <summary>Who this process is towards the Scheduler, agents and Metering.</summary>
/// <param name="Service">Service name, e.g. <c>trigger</c>.</param>
/// <param name="Id">Unique per process start.</param>
/// <param name="Epoch">Unix milliseconds of the start.</param>
public sealed record DispatchIdentity(string Service, string Id, long Epoch)
{
    public static DispatchIdentity New(string service, TimeProvider time) =>
        new(service, $"{service}/{Guid.NewGuid().ToString("N")[..12]}", time.GetUtcNow().ToUnixTimeMilliseconds());
}
