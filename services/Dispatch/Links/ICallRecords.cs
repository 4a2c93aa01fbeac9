using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Links;

/// <summary>Takes the records that an agent can no longer be counted on for.</summary>
internal interface ICallRecords
{
    /// <summary>Never waits; the record goes to Metering in the background.</summary>
    void Add(InvocationRecord record);
}
