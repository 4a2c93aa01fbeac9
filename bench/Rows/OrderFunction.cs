using Google.Protobuf.WellKnownTypes;
using ScfAspire.Bench.Platforms;
using ScfAspire.V1;

namespace ScfAspire.Bench.Rows;

/// <summary>The benched function as its rows deploy it.</summary>
internal static class OrderFunction
{
    public static Task<ReadOnlyMemory<byte>> PackAsync(BenchContext context, CancellationToken cancellationToken) =>
        Deployment.PackAsync(context.Root, "orders", cancellationToken);

    /// <summary>An event function that answers by the gateway's integrated response.</summary>
    /// <param name="package">Its code.</param>
    /// <param name="concurrency">Events that an instance serves at a time.</param>
    /// <param name="memoryMb">1,280 MB are entitled to one core, which the direct server has too.</param>
    public static Function Event(ReadOnlyMemory<byte> package, int concurrency, int memoryMb = 1280) => new()
    {
        Type = FunctionType.Event,
        Runtime = "Nodejs20.19",
        Handler = "index.main_handler",
        MemoryMb = memoryMb,
        InstanceConcurrency = concurrency,
        Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
        Code = Deployment.ZipOf(package),
    };

    /// <summary>The reference's own server, as a web function.</summary>
    public static Function Web(ReadOnlyMemory<byte> package) => new()
    {
        Type = FunctionType.Http,
        Runtime = "Nodejs20.19",
        MemoryMb = 1280,
        InstanceConcurrency = 64,
        Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
        Code = Deployment.ZipOf(package),
    };
}
