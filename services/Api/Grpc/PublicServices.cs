using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>The services that callers from outside may reach.</summary>
public static class PublicServices
{
    /// <summary>Package of the public API as it begins a method's path.</summary>
    public const string Prefix = "/scf.v1.";

    /// <summary>Path of the one method that needs no token.</summary>
    public const string Exchange = "/scf.v1.TokenService/Exchange";

    public static IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> Descriptors { get; } =
    [
        NamespaceService.Descriptor, FunctionService.Descriptor, VersionService.Descriptor, AliasService.Descriptor,
        TriggerService.Descriptor, InvocationService.Descriptor, LogService.Descriptor, TokenService.Descriptor,
    ];
}
