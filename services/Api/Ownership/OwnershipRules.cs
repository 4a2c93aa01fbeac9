using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Ownership;

/// <summary>A function is written by its owner alone.</summary>
internal static class OwnershipRules
{
    /// <exception cref="ScfException">The function belongs to the other side.</exception>
    public static void Require(FunctionOwner owner, string @namespace, string function)
    {
        if (owner == WriteOrigin.Current) return;
        throw new ScfException(
            ScfErrorCode.UnsupportedOperation,
            owner == FunctionOwner.Kubernetes
                ? $"Function {function} in namespace {@namespace} is written by its Function object in Kubernetes: change that, or adopt the function first."
                : $"Function {function} in namespace {@namespace} is written through the API: an object of Kubernetes takes it over only with the annotation scfaspire.io/adopt.");
    }
}
