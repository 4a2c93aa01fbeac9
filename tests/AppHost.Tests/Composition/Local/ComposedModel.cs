using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace ScfAspire.AppHost.Tests.Composition;

/// <summary>The model that <c>AppHost/Program.cs</c> describes to the local runner.</summary>
internal static class ComposedModel
{
    public static Task<IReadOnlyDictionary<string, ComposedResource>> ReadAsync(string[] args, CancellationToken cancellation)
    {
        IReadOnlyList<IResource> resources = [];
        DistributedApplicationBuilder.Building.Value = described =>
        {
            resources = [.. described];
            throw new DescribedException();
        };
        try
        {
            var program = typeof(Projects.Api).Assembly.EntryPoint!;
            Assert.IsType<DescribedException>(Assert.Throws<TargetInvocationException>(() => program.Invoke(null, [args])).InnerException);
        }
        finally
        {
            DistributedApplicationBuilder.Building.Value = null;
        }
        return Task.FromResult<IReadOnlyDictionary<string, ComposedResource>>(resources.Select(Read).ToDictionary(resource => resource.Name));
    }

    private static ComposedResource Read(IResource resource)
    {
        if (resource is not ProcessResource process)
            return new(resource.Name, new HashSet<string>(), new Dictionary<string, int?>(), new HashSet<string>(), new HashSet<string>());
        return new(
            process.Name,
            process.Environment.Keys.ToHashSet(),
            process.Endpoints.ToDictionary(endpoint => endpoint.Name, endpoint => endpoint.FixedPort),
            HealthOf(process),
            process.WaitsFor.Select(other => other.Name).ToHashSet());
    }

    private static HashSet<string> HealthOf(ProcessResource process)
    {
        if (process.HealthUrl is null) return [];
        // Ports tell the endpoints apart in the URL.
        var port = 0;
        foreach (var endpoint in process.Endpoints) endpoint.Allocate(() => ++port);
        var url = process.HealthUrl();
        return [process.Endpoints.Single(endpoint => endpoint.Port == url.Port).Name + url.AbsolutePath];
    }

    /// <summary>Ends the program where it would run what it has described.</summary>
    private sealed class DescribedException : Exception;
}
