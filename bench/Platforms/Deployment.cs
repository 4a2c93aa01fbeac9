using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.Client.Packages;
using ScfAspire.V1;

namespace ScfAspire.Bench.Platforms;

/// <summary>Puts the benched functions on the platform as its users do.</summary>
internal static class Deployment
{
    private const string Namespace = "namespaces/default";

    /// <summary>A package of one of the folders under bench/functions.</summary>
    public static async Task<ReadOnlyMemory<byte>> PackAsync(string root, string folder, CancellationToken cancellationToken) =>
        (await CodePackage.FromPathAsync(Path.Combine(root, "bench", "functions", folder), new IgnoreRules([]), cancellationToken)).Bytes;

    /// <summary>Creates a function and waits until it is active.</summary>
    public static async Task CreateAsync(BenchPlatform platform, string name, Function function, CancellationToken cancellationToken)
    {
        await platform.Client.Functions.CreateFunctionAsync(new CreateFunctionRequest { Parent = Namespace, FunctionId = name, Function = function }, cancellationToken: cancellationToken);
        var settled = await platform.Client.Functions.WaitFunctionAsync(
            new WaitFunctionRequest { Name = $"{Namespace}/functions/{name}", Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(60)) }, cancellationToken: cancellationToken);
        if (settled.State != FunctionState.Active) throw new BenchException($"{name} is {settled.State}: {string.Join(' ', settled.StateReasons.Select(reason => reason.Message))}");
    }

    /// <summary>The same, with a URL at the gateway, which is returned.</summary>
    public static async Task<Uri> CreateWithUrlAsync(BenchPlatform platform, string name, Function function, CancellationToken cancellationToken)
    {
        await CreateAsync(platform, name, function, cancellationToken);
        await platform.Client.Triggers.CreateTriggerAsync(
            new CreateTriggerRequest
            {
                Parent = $"{Namespace}/functions/{name}",
                TriggerId = "web",
                Trigger = new Trigger { Http = new HttpTrigger { AuthType = HttpAuthType.None } },
            },
            cancellationToken: cancellationToken);
        return new Uri(platform.Gateway, $"/default/{name}/");
    }

    public static async Task DeleteAsync(BenchPlatform platform, string name, CancellationToken cancellationToken) =>
        await platform.Client.Functions.DeleteFunctionAsync(new DeleteFunctionRequest { Name = $"{Namespace}/functions/{name}" }, cancellationToken: cancellationToken);

    public static Code ZipOf(ReadOnlyMemory<byte> package) => new() { ZipFile = UnsafeByteOperations.UnsafeWrap(package) };
}
