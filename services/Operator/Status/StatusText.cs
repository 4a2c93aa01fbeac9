using System.Text.Json;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Status;

/// <summary>A status as it is written, to tell whether it changed.</summary>
internal static class StatusText
{
    public static string Of(ObjectStatus? status) => status is null ? "" : JsonSerializer.Serialize(status, status.GetType(), ApiServer.Json);
}
