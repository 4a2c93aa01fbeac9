using ScfAspire.V1;

namespace ScfAspire.Client;

/// <summary>A function was run and failed.</summary>
public sealed class ScfInvocationException(InvokeResponse response)
    : Exception($"The function failed with status {response.Summary.StatusCode}: {response.Summary.ErrorMessage}")
{
    /// <summary>The whole answer: error object, duration, request id.</summary>
    public InvokeResponse Response { get; } = response;

    /// <summary>Status code of the SCF interface, e.g. 430 for an error of the code, 433 for a time-out, 434 for too little memory.</summary>
    public int StatusCode => Response.Summary.StatusCode;
}
