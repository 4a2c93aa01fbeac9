using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Tests.Whole;

/// <summary>The functions that a test's control plane knows, and what reached its metering.</summary>
internal sealed class ControlPlane
{
    private readonly Lock _gate = new();
    private readonly List<Channel<WatchResponse>> _watchers = [];
    private long _revision = 1;

    public ConcurrentDictionary<string, FunctionRoute> Functions { get; } = new();

    public ConcurrentQueue<AppendRecordsRequest> Batches { get; } = new();

    public ConcurrentDictionary<string, long> Acknowledged { get; } = new();

    public int Resolves;

    /// <summary>Makes or changes a function; the spec id carries the new revision.</summary>
    public FunctionRoute Put(string name)
    {
        lock (_gate)
        {
            var revision = ++_revision;
            var route = new FunctionRoute
            {
                Key = new FunctionKey { Namespace = "default", Function = name }, FunctionId = $"id-{name}", Revision = revision,
                Versions =
                {
                    new VersionRoute
                    {
                        Version = "$LATEST", SpecId = $"id-{name}/$LATEST/{revision}", Type = FunctionType.Event, Runtime = "Nodejs20.19", MemoryMb = 128, TimeoutMs = 3_000,
                        InitTimeoutMs = 3_000, InstanceConcurrency = 1, Status = "Active",
                    },
                },
            };
            Functions[name] = route;
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(new WatchResponse { Revision = revision, Changed = { route } });
            return route;
        }
    }

    public sealed class CatalogService(ControlPlane plane) : Catalog.CatalogBase
    {
        public override async Task Watch(IAsyncStreamReader<WatchRequest> requestStream, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
        {
            await requestStream.MoveNext();
            var name = requestStream.Current.Start.Watcher;
            var watcher = Channel.CreateUnbounded<WatchResponse>();
            lock (plane._gate)
            {
                plane._watchers.Add(watcher);
                watcher.Writer.TryWrite(new WatchResponse { Revision = plane._revision });
            }

            _ = Task.Run(async () =>
            {
                while (await requestStream.MoveNext()) plane.Acknowledged[name] = requestStream.Current.AcknowledgedRevision;
            });
            await foreach (var change in watcher.Reader.ReadAllAsync(context.CancellationToken)) await responseStream.WriteAsync(change);
        }

        public override Task<ResolveResponse> Resolve(ResolveRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref plane.Resolves);
            return plane.Functions.TryGetValue(request.Key.Function, out var route)
                ? Task.FromResult(new ResolveResponse { Route = route, Revision = route.Revision })
                : throw new RpcException(new Status(StatusCode.NotFound, "no such function"));
        }
    }

    public sealed class MeteringService(ControlPlane plane) : RecordIngest.RecordIngestBase
    {
        public override Task<AppendRecordsResponse> Append(AppendRecordsRequest request, ServerCallContext context)
        {
            plane.Batches.Enqueue(request);
            return Task.FromResult(new AppendRecordsResponse { AcknowledgedSequence = request.Sequence });
        }
    }
}
