using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment =>
        builder.Set(name, () => value ?? "");

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment =>
        builder.Set(name, () => parameter.Resource.Value);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment =>
        builder.Set(name, value.Evaluate);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment =>
        builder.Set(name, () => endpointReference.Url);

    /// <summary>The endpoint's address, as service discovery reads it.</summary>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, EndpointReference endpointReference)
        where T : IResourceWithEnvironment =>
        builder.Set($"services__{endpointReference.Resource.Name}__{endpointReference.EndpointName}__0", () => endpointReference.Url);

    /// <summary>The source's connection string, under its name.</summary>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> source)
        where T : IResourceWithEnvironment =>
        builder.Set($"ConnectionStrings__{source.Resource.Name}", () => source.Resource.ConnectionString);

    /// <summary>What references put into the environment; the local runner knows connection strings and service discovery.</summary>
    public static IResourceBuilder<T> WithReferenceEnvironment<T>(this IResourceBuilder<T> builder, ReferenceEnvironmentInjectionFlags flags)
        where T : IResourceWithEnvironment =>
        flags == (ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
            ? builder
            : throw new NotSupportedException("The local runner puts connection strings and addresses into the environment, no less.");

    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints
    {
        _ = isProxied;
        var process = builder.Process();
        var endpoint = new Endpoint(name ?? "http", port ?? targetPort);
        if (process.Endpoints.Any(other => other.Name == endpoint.Name))
            throw new InvalidOperationException($"{process.Name} has an endpoint {endpoint.Name} already.");
        process.Endpoints.Add(endpoint);
        if (env is not null) process.Environment[env] = () => $"{endpoint.Port}";
        return builder;
    }

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Process(), name);

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        if (statusCode is not (null or 200)) throw new NotSupportedException("The local runner waits for the status 200 alone.");
        var endpoint = new EndpointReference(builder.Process(), endpointName ?? "http");
        builder.Process().HealthUrl = () => new Uri(endpoint.Url + (path ?? "/"));
        return builder;
    }

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithEnvironment
    {
        builder.Process().Arguments.AddRange(args);
        return builder;
    }

    /// <summary>Starts only once the dependency is ready.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        builder.Process().WaitsFor.Add(dependency.Resource);
        return builder;
    }

    internal static IResourceBuilder<T> Add<T>(this IDistributedApplicationBuilder builder, T resource)
        where T : IResource
    {
        if (builder.Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidOperationException($"There are two resources named {resource.Name}.");
        builder.Resources.Add(resource);
        return new ResourceBuilder<T>(builder, resource);
    }

    private static IResourceBuilder<T> Set<T>(this IResourceBuilder<T> builder, string name, Func<string> value)
        where T : IResourceWithEnvironment
    {
        builder.Process().Environment[name] = value;
        return builder;
    }

    private static ProcessResource Process<T>(this IResourceBuilder<T> builder)
        where T : IResource =>
        builder.Resource as ProcessResource ?? throw new NotSupportedException($"{builder.Resource.Name} is no process of the local runner.");
}
