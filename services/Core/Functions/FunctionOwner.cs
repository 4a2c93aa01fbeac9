namespace ScfAspire.Core.Functions;

/// <summary>Where a function is written; the other side shows it and leaves it alone.</summary>
public enum FunctionOwner
{
    /// <summary>Through the SCF endpoint, gRPC and REST.</summary>
    Api,

    /// <summary>By an object of Kubernetes.</summary>
    Kubernetes,
}
