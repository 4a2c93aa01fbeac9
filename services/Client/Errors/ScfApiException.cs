using Grpc.Core;

namespace ScfAspire.Client;

/// <summary>The platform refused a call, or could not be reached.</summary>
public sealed class ScfApiException : Exception
{
    /// <param name="statusCode">gRPC status.</param>
    /// <param name="code">Error code of the SCF interface, or empty.</param>
    /// <param name="message">The platform's own words.</param>
    /// <param name="violations">The fields that were refused.</param>
    /// <param name="inner">The error of the transport.</param>
    public ScfApiException(StatusCode statusCode, string code, string message, IReadOnlyList<ScfFieldViolation> violations, Exception? inner)
        : base(message, inner)
    {
        StatusCode = statusCode;
        Code = code;
        Violations = violations;
    }

    /// <summary>gRPC status, e.g. <c>NotFound</c>, <c>Unauthenticated</c>, <c>Unavailable</c>.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>Error code of the SCF interface, e.g. <c>ResourceNotFound.Function</c>; empty when the call never got to the platform.</summary>
    public string Code { get; }

    /// <summary>The fields that were refused; empty for errors of other kinds.</summary>
    public IReadOnlyList<ScfFieldViolation> Violations { get; }
}
