using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Leases;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Dispatch.Tests.Leases;

public sealed class SchedulerLinkTests
{
    private const int MoreThanWaits = 200_000;

    [Fact]
    public async Task A_Scheduler_that_reads_nothing_loses_the_stream_and_everything_is_stated_anew()
    {
        var scheduler = new DeafScheduler();
        await using var server = await StartAsync(scheduler);
        using var channel = GrpcChannel.ForAddress(server.Urls.First());
        var pools = new LeasePools(Options.Create(new DispatchOptions()), TimeProvider.System);
        using var link = new SchedulerLink(
            pools, new ScfAspire.Contracts.Internal.V1.Leases.LeasesClient(channel), DispatchIdentity.New("test", TimeProvider.System), Options.Create(new DispatchOptions()), TimeProvider.System,
            NullLogger<SchedulerLink>.Instance);
        await link.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => link.IsConnected, "a stream");
        using var given = new CancellationTokenSource();
        var waiting = pools.AcquireAsync(new FunctionKey { Namespace = "default", Function = "f" }, new VersionRoute { SpecId = "s", InitTimeoutMs = 60_000 }, given.Token).AsTask();

        for (var sent = 0; sent < MoreThanWaits; sent++) link.Release($"lease-{sent}", SlotEnd.GiveUp, "");
        await Eventually.TrueAsync(() => scheduler.Heard.Any(request => request.Demand is { SpecId: "s", Concurrency: 1 }), "the demand on a second stream");
        Assert.Equal(LeaseRequest.KindOneofCase.Hello, scheduler.Heard.First().KindCase);

        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await link.StopAsync(CancellationToken.None);
    }

    private static async Task<WebApplication> StartAsync(DeafScheduler scheduler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(scheduler);
        var server = builder.Build();
        server.MapGrpcService<LeasesDouble>();
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Takes a first stream and reads nothing of it; listens to those that follow.</summary>
    private sealed class DeafScheduler
    {
        private int _streams;

        public ConcurrentQueue<LeaseRequest> Heard { get; } = new();

        public bool IsFirstStream() => Interlocked.Increment(ref _streams) == 1;
    }

    private sealed class LeasesDouble(DeafScheduler scheduler) : ScfAspire.Contracts.Internal.V1.Leases.LeasesBase
    {
        public override async Task Lease(IAsyncStreamReader<LeaseRequests> requestStream, IServerStreamWriter<LeaseResponses> responseStream, ServerCallContext context)
        {
            await context.WriteResponseHeadersAsync([]);
            if (scheduler.IsFirstStream()) await Task.Delay(Timeout.Infinite, context.CancellationToken);
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                foreach (var request in requestStream.Current.Requests) scheduler.Heard.Enqueue(request);
            }
        }
    }
}
