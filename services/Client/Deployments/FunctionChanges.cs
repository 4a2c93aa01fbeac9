using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.V1;

namespace ScfAspire.Client.Deployments;

/// <summary>What has to be sent to make a function what a deployment says.</summary>
internal static class FunctionChanges
{
    public static Function New(FunctionDeployment deployment)
    {
        var (function, _) = Between(new Function(), deployment);
        function.Name = "";
        function.Runtime = deployment.Runtime;
        function.Type = deployment.Type;
        return function;
    }

    /// <exception cref="ScfDeploymentException">Runtime or type differ, which are fixed at creation.</exception>
    public static void RequireSameKind(Function existing, FunctionDeployment deployment)
    {
        if (!string.Equals(existing.Runtime, deployment.Runtime, StringComparison.OrdinalIgnoreCase))
            throw Fixed(existing, "runtime", existing.Runtime, deployment.Runtime);
        if (existing.Type != deployment.Type) throw Fixed(existing, "type", existing.Type.ToString(), deployment.Type.ToString());
    }

    /// <summary>The changed fields with their new values, and their names for the mask.</summary>
    public static (Function Function, IReadOnlyList<string> Paths) Between(Function existing, FunctionDeployment wanted)
    {
        var function = new Function { Name = existing.Name };
        var paths = new List<string>();
        void Change(bool differs, string path, Action set)
        {
            if (!differs) return;
            paths.Add(path);
            set();
        }

        Change(wanted.Handler is { } handler && handler != existing.Handler, "handler", () => function.Handler = wanted.Handler!);
        Change(wanted.Description is { } text && text != existing.Description, "description", () => function.Description = wanted.Description!);
        Change(wanted.MemoryMb is { } memory && memory != existing.MemoryMb, "memory_mb", () => function.MemoryMb = wanted.MemoryMb!.Value);
        Change(Differs(wanted.Timeout, existing.Timeout), "timeout", () => function.Timeout = Duration.FromTimeSpan(wanted.Timeout!.Value));
        Change(Differs(wanted.InitTimeout, existing.InitTimeout), "init_timeout", () => function.InitTimeout = Duration.FromTimeSpan(wanted.InitTimeout!.Value));
        Change(
            wanted.InstanceConcurrency is { } slots && slots != Math.Max(1, existing.InstanceConcurrency),
            "instance_concurrency", () => function.InstanceConcurrency = wanted.InstanceConcurrency!.Value);
        Change(
            wanted.PublicNetwork is { } network && (!existing.HasPublicNetwork || network != existing.PublicNetwork),
            "public_network", () => function.PublicNetwork = wanted.PublicNetwork!.Value);
        Change(
            wanted.Environment is { } variables && !Same(variables, existing.Environment),
            "environment", () => function.Environment.Add(wanted.Environment!.ToDictionary()));
        Change(
            wanted.Package.Sha256 != existing.CodeInfo?.Sha256,
            "code", () => function.Code = new() { ZipFile = UnsafeByteOperations.UnsafeWrap(wanted.Package.Bytes) });
        return (function, paths);
    }

    private static bool Differs(TimeSpan? wanted, Duration? existing) => wanted is { } time && time != existing?.ToTimeSpan();

    private static bool Same(IReadOnlyDictionary<string, string> wanted, Google.Protobuf.Collections.MapField<string, string> existing) =>
        wanted.Count == existing.Count && wanted.All(v => existing.TryGetValue(v.Key, out var value) && value == v.Value);

    private static ScfDeploymentException Fixed(Function existing, string field, string now, string wanted) =>
        new($"{existing.Name} has the {field} {now}, which cannot become {wanted}: delete the function first, or give this one another name.");
}
