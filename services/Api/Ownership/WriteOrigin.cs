using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Ownership;

/// <summary>On whose behalf the present call writes. It flows with the call, so that every rule of the application services holds for both sides.</summary>
internal static class WriteOrigin
{
    private static readonly AsyncLocal<FunctionOwner> Origin = new();

    /// <summary><see cref="FunctionOwner.Api"/> unless <see cref="SetKubernetes"/> was called before.</summary>
    public static FunctionOwner Current => Origin.Value;

    /// <summary>The rest of this call writes for objects of Kubernetes.</summary>
    public static void SetKubernetes() => Origin.Value = FunctionOwner.Kubernetes;
}
