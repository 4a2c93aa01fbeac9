namespace ScfAspire.AppHost.Tests.Composition;

/// <summary>What the composition says of one resource, whichever host reads it.</summary>
/// <param name="Name">Its name, which is also the name that other services reach it by.</param>
/// <param name="Environment">The keys that it is given.</param>
/// <param name="Ports">Its endpoints' ports by name; null where the host chooses one.</param>
/// <param name="Health">Endpoint and path that answer 200 once it is ready.</param>
/// <param name="WaitsFor">Resources that must be ready before it starts.</param>
public sealed record ComposedResource(
    string Name,
    IReadOnlySet<string> Environment,
    IReadOnlyDictionary<string, int?> Ports,
    IReadOnlySet<string> Health,
    IReadOnlySet<string> WaitsFor);
