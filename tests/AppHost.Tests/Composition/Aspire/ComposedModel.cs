using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ScfAspire.AppHost.Tests.Composition;

/// <summary>The model that <c>AppHost/Program.cs</c> describes to Aspire.</summary>
internal static partial class ComposedModel
{
    public static async Task<IReadOnlyDictionary<string, ComposedResource>> ReadAsync(string[] args, CancellationToken cancellation)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(args, cancellation);
        await using var application = await builder.BuildAsync(cancellation);
        var resources = new Dictionary<string, ComposedResource>();
        foreach (var resource in builder.Resources) resources.Add(resource.Name, await ReadAsync(resource, cancellation));
        return resources;
    }

    private static async Task<ComposedResource> ReadAsync(IResource resource, CancellationToken cancellation)
    {
        // As for a manifest, where values may be expressions: to see the keys no port needs to be allocated.
        var configuration = await ExecutionConfigurationBuilder.Create(resource).WithEnvironmentVariablesConfig()
            .BuildAsync(new(DistributedApplicationOperation.Publish), NullLogger.Instance, cancellation);
        return new(
            resource.Name,
            configuration.EnvironmentVariables.Select(variable => variable.Key).ToHashSet(),
            resource.Annotations.OfType<EndpointAnnotation>().ToDictionary(endpoint => endpoint.Name, endpoint => endpoint.Port),
            resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => HttpCheck().Match(check.Key)).Where(match => match.Success)
                .Select(match => match.Groups["endpoint"].Value + match.Groups["path"].Value).ToHashSet(),
            resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).ToHashSet());
    }

    /// <summary>An HTTP check is known by its key alone: resource, endpoint, path and the status that it expects.</summary>
    [GeneratedRegex("^[^_]+_(?<endpoint>[^_]+)_(?<path>/.*)_200_check$")]
    private static partial Regex HttpCheck();
}
