using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Functions;

/// <summary>
/// Functions: the one place of their rules, whatever the endpoint. Every method throws <see cref="ScfException"/> with a code of the SCF
/// interface for a request that is refused; a refused request leaves nothing behind.
/// </summary>
public interface IFunctionService
{
    /// <summary>Creates a function in state Creating; it turns Active on its own within about a second.</summary>
    Task<FunctionDetails> CreateAsync(CreateFunction request, CancellationToken cancellationToken);

    /// <summary>One version with everything about it.</summary>
    /// <param name="namespace">Namespace.</param>
    /// <param name="function">Function name.</param>
    /// <param name="qualifier">Version or alias; null for <c>$LATEST</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<FunctionDetails> GetAsync(string @namespace, string function, string? qualifier, CancellationToken cancellationToken);

    /// <summary>Text of the entry file; empty when there is none, it is binary, or it is over 1 MB.</summary>
    Task<string> ReadEntryFileAsync(FunctionDetails function, CancellationToken cancellationToken);

    Task<Page<FunctionSummary>> ListAsync(ListFunctions query, CancellationToken cancellationToken);

    /// <summary>Replaces the code, the handler or both; state Updating until every Dispatch serves the new code.</summary>
    Task<FunctionDetails> UpdateCodeAsync(UpdateFunctionCode request, CancellationToken cancellationToken);

    /// <summary>Changes settings of <c>$LATEST</c>; what the request does not name keeps its value.</summary>
    Task<FunctionDetails> UpdateConfigurationAsync(UpdateFunctionConfiguration request, CancellationToken cancellationToken);

    /// <summary>Deletes the function with its versions, aliases and triggers; answers when no Dispatch serves it any more.</summary>
    Task DeleteAsync(string @namespace, string function, CancellationToken cancellationToken);

    /// <summary>Answers as soon as the version is in none of the passing states; cancel to give up.</summary>
    Task<FunctionDetails> WaitAsync(string @namespace, string function, string? qualifier, CancellationToken cancellationToken);

    /// <summary>Makes the caller's side the owner of a function; what belongs to the caller already stays as it is.</summary>
    Task<FunctionDetails> AdoptAsync(string @namespace, string function, CancellationToken cancellationToken);

    /// <summary>How asynchronous invocations are retried and kept.</summary>
    Task UpdateAsyncInvokeAsync(string @namespace, string function, AsyncInvokeConfiguration configuration, CancellationToken cancellationToken);
}
