using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

internal readonly record struct RouteKey(string Namespace, string Function)
{
    public static RouteKey Of(FunctionKey key) => new(key.Namespace, key.Function);

    public FunctionKey ToMessage() => new() { Namespace = Namespace, Function = Function };
}
