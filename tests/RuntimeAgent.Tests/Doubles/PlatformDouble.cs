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
using ScfAspire.Contracts.Logs;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>Catalogue, Scheduler's registry and Metering's ingest, as far as an agent sees them, on one port.</summary>
public sealed class PlatformDouble : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlatformDouble(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public ConcurrentDictionary<string, InstanceSpec> Specs { get; } = new();

    public ConcurrentDictionary<string, byte[]> Packages { get; } = new();

    public Observed<InvocationRecord> Records { get; } = new();

    public Observed<AgentReport> Reports { get; } = new();

    public ConcurrentDictionary<string, int> Downloads { get; } = new();

    /// <summary>Ids of the function versions that were asked for.</summary>
    public Observed<string> SpecsAsked { get; } = new();

    /// <summary>Sends a directive to every connected agent.</summary>
    public Func<AgentDirective, Task> Direct { get; private set; } = _ => Task.CompletedTask;

    public static async Task<PlatformDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 64 * 1024 * 1024);
        PlatformDouble? self = null;
        builder.Services.AddSingleton(_ => self!);
        var app = builder.Build();
        self = new PlatformDouble(app);
        app.MapGrpcService<CatalogDouble>();
        app.MapGrpcService<RegistryDouble>();
        app.MapGrpcService<IngestDouble>();
        await app.StartAsync();
        return self;
    }

    /// <summary>Makes a package known and returns its content address.</summary>
    public string AddPackage(byte[] zip)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(zip));
        Packages[sha256] = zip;
        return sha256;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class CatalogDouble(PlatformDouble platform) : Catalog.CatalogBase
    {
        public override Task<InstanceSpec> GetInstanceSpec(GetInstanceSpecRequest request, ServerCallContext context)
        {
            platform.SpecsAsked.Add(request.SpecId);
            if (!platform.Specs.TryGetValue(request.SpecId, out var spec)) throw new RpcException(new Status(StatusCode.NotFound, "no such spec"));
            var answer = spec.Clone();
            if (platform.Packages.TryGetValue(spec.CodeSha256, out var code) && code.Length <= request.CodeBytes) answer.Code = ByteString.CopyFrom(code);
            return Task.FromResult(answer);
        }

        public override async Task DownloadPackage(DownloadPackageRequest request, IServerStreamWriter<DownloadPackageResponse> responseStream, ServerCallContext context)
        {
            if (!platform.Packages.TryGetValue(request.Sha256, out var bytes)) throw new RpcException(new Status(StatusCode.NotFound, "no such package"));
            platform.Downloads.AddOrUpdate(request.Sha256, 1, (_, count) => count + 1);
            foreach (var chunk in bytes.Chunk(64 * 1024)) await responseStream.WriteAsync(new DownloadPackageResponse { Chunk = ByteString.CopyFrom(chunk) });
        }
    }

    private sealed class RegistryDouble(PlatformDouble platform) : AgentRegistry.AgentRegistryBase
    {
        public override async Task Report(IAsyncStreamReader<AgentReport> requestStream, IServerStreamWriter<AgentDirective> responseStream, ServerCallContext context)
        {
            platform.Direct = directive => responseStream.WriteAsync(directive);
            await foreach (var report in requestStream.ReadAllAsync(context.CancellationToken)) platform.Reports.Add(report);
        }
    }

    private sealed class IngestDouble(PlatformDouble platform) : RecordIngest.RecordIngestBase
    {
        public override Task<AppendRecordsResponse> Append(AppendRecordsRequest request, ServerCallContext context)
        {
            foreach (var record in request.Records)
            {
                InvocationLogText.WriteOut(record);
                platform.Records.Add(record);
            }

            return Task.FromResult(new AppendRecordsResponse { AcknowledgedSequence = request.Sequence });
        }
    }
}
