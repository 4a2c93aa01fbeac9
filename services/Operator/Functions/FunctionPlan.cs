using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Functions;

/// <summary>From what an object asks for to what is sent to the platform.</summary>
internal static class FunctionPlan
{
    /// <summary>The whole function, without its name.</summary>
    public static Function Wanted(FunctionObject item, byte[] zip)
    {
        var spec = item.Spec;
        var function = new Function
        {
            Description = spec.Description,
            Type = spec.Type == FunctionSpec.Web ? FunctionType.Http : FunctionType.Event,
            Runtime = spec.Runtime,
            Handler = spec.Handler,
            MemoryMb = spec.MemorySize,
            Timeout = Seconds(spec.Timeout),
            InitTimeout = Seconds(spec.InitTimeout),
            InstanceConcurrency = spec.InstanceConcurrency,
            PublicNetwork = spec.PublicNetwork,
            AsyncConfig = new() { MaxRetries = spec.AsyncConfig.MaxRetries, MessageTtl = Seconds(spec.AsyncConfig.MessageTtl) },
            Code = new() { ZipFile = ByteString.CopyFrom(zip) },
            CodeInfo = new() { Sha256 = Convert.ToHexStringLower(SHA256.HashData(zip)), SizeBytes = zip.Length },
        };
        foreach (var (key, value) in spec.Environment) function.Environment[key] = value;
        return function;
    }

    /// <summary>Fields in which the platform's function differs from what is wanted, as an update names them.</summary>
    public static IReadOnlyList<string> Differences(Function wanted, Function actual)
    {
        var differing = new List<string>();
        void Compare(string path, bool same)
        {
            if (!same) differing.Add(path);
        }
        Compare("description", wanted.Description == actual.Description);
        // A web function has none, whatever the object says.
        Compare("handler", wanted.Handler == actual.Handler || wanted.Handler.Length == 0);
        Compare("memory_mb", wanted.MemoryMb == actual.MemoryMb);
        Compare("timeout", wanted.Timeout.Equals(actual.Timeout));
        Compare("init_timeout", wanted.InitTimeout.Equals(actual.InitTimeout));
        Compare("environment", wanted.Environment.Equals(actual.Environment));
        Compare("instance_concurrency", wanted.InstanceConcurrency == Math.Max(1, actual.InstanceConcurrency));
        Compare("public_network", wanted.PublicNetwork == actual.PublicNetwork);
        Compare("async_config", wanted.AsyncConfig.Equals(actual.AsyncConfig));
        Compare("code", wanted.CodeInfo.Sha256 == actual.CodeInfo?.Sha256);
        return differing;
    }

    /// <summary>What the object cannot change of a function that is there; null for nothing.</summary>
    public static string? Obstacle(Function wanted, Function actual) =>
        wanted.Type != actual.Type ? "The type of a function cannot change: delete it first."
        : !string.Equals(wanted.Runtime, actual.Runtime, StringComparison.OrdinalIgnoreCase) ? $"The runtime of a function cannot change: it is {actual.Runtime}. Delete it first."
        : null;

    public static FunctionObjectStatus Status(FunctionObject item, string @namespace, Function? actual) => new()
    {
        FunctionName = item.FunctionName,
        Namespace = @namespace,
        FunctionId = actual?.Uid,
        State = actual is null ? null : StateWord(actual.State),
        Owner = actual is null ? null : OwnerWord(actual.Owner),
        CodeSha256 = actual?.CodeInfo?.Sha256,
        CodeSize = actual?.CodeInfo?.SizeBytes,
    };

    /// <summary>As the SCF interface writes it.</summary>
    public static string StateWord(FunctionState state) => state.ToString();

    public static string OwnerWord(FunctionOwner owner) => owner == FunctionOwner.Kubernetes ? "kubernetes" : "api";

    private static Duration Seconds(int seconds) => new() { Seconds = seconds };
}
