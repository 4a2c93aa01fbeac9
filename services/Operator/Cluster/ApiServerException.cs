using System.Net;

namespace ScfAspire.Operator.Cluster;

/// <summary>A refusal by the API server.</summary>
public sealed class ApiServerException(HttpStatusCode code, string message) : Exception(message)
{
    public HttpStatusCode Code { get; } = code;
}
