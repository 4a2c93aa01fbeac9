using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Functions;

/// <summary>Copies functions.</summary>
public interface IFunctionCopier
{
    /// <summary>
    /// Makes a function with the code and, if asked for, the settings of another's <c>$LATEST</c>, in state Creating. Triggers, versions, aliases and
    /// the log topic are not copied.
    /// </summary>
    /// <exception cref="ScfException">The request is refused, and nothing is changed.</exception>
    Task CopyAsync(CopyFunction request, CancellationToken cancellationToken);
}
