using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>Catalogue and ingest of one function, which let in whom the services let in.</summary>
internal sealed class CatalogUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CatalogUnderTest(WebApplication app, InstanceSpec spec, byte[] code)
    {
        (_app, Spec, Code) = (app, spec, code);
        spec.CodeSha256 = Convert.ToHexStringLower(SHA256.HashData(code));
        spec.CodeSize = code.Length;
    }

    public string Url => _app.Urls.First();

    public InstanceSpec Spec { get; }

    public byte[] Code { get; }

    /// <summary>Records by who sent them.</summary>
    public ConcurrentQueue<(string Source, InvocationRecord Record)> Records { get; } = new();

    public static async Task<CatalogUnderTest> StartAsync(InstanceSpec spec, byte[] code, IPAddress host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(host, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(new InternalKey(SimulatedAgent.Key));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<InternalKeyServerInterceptor>());
        CatalogUnderTest? self = null;
        builder.Services.AddSingleton(_ => self!);
        var app = builder.Build();
        self = new CatalogUnderTest(app, spec, code);
        app.MapGrpcService<CatalogDouble>();
        app.MapGrpcService<IngestDouble>();
        await app.StartAsync();
        return self;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed class CatalogDouble(CatalogUnderTest catalog) : Catalog.CatalogBase
    {
        public override async Task Watch(IAsyncStreamReader<WatchRequest> requestStream, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new WatchResponse { Revision = 1 });
            await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken)) Assert.NotNull(request);
        }

        public override Task<ResolveResponse> Resolve(ResolveRequest request, ServerCallContext context)
        {
            var spec = catalog.Spec;
            return Task.FromResult(new ResolveResponse
            {
                Revision = 1,
                Route = new FunctionRoute
                {
                    Key = spec.Key,
                    FunctionId = spec.FunctionId,
                    Revision = 1,
                    Versions =
                    {
                        new VersionRoute
                        {
                            Version = spec.Version, SpecId = spec.SpecId, Type = spec.Type, Runtime = spec.Runtime, MemoryMb = spec.MemoryMb, TimeoutMs = spec.TimeoutMs,
                            InitTimeoutMs = spec.InitTimeoutMs, InstanceConcurrency = 1, Status = "Active",
                        },
                    },
                },
            });
        }

        public override Task<InstanceSpec> GetInstanceSpec(GetInstanceSpecRequest request, ServerCallContext context)
        {
            PodCaller.Require(context, caller => caller.SpecId == request.SpecId);
            return Task.FromResult(new InstanceSpec(catalog.Spec) { Code = ByteString.CopyFrom(catalog.Code) });
        }
    }

    private sealed class IngestDouble(CatalogUnderTest catalog) : RecordIngest.RecordIngestBase
    {
        public override Task<AppendRecordsResponse> Append(AppendRecordsRequest request, ServerCallContext context)
        {
            PodCaller.Require(context, caller => caller.AgentId == request.Source);
            foreach (var record in request.Records) catalog.Records.Enqueue((request.Source, record));
            return Task.FromResult(new AppendRecordsResponse { AcknowledgedSequence = request.Sequence });
        }
    }
}
