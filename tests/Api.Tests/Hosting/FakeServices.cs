using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Tests.Hosting;

/// <summary>The Trigger's queue and Metering's records as the Api sees them, in one server.</summary>
internal sealed class FakeServices : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServices(WebApplication app, Queue queue, Log log, int port)
    {
        _app = app;
        Events = queue;
        Records = log;
        Url = $"http://127.0.0.1:{port}";
    }

    public string Url { get; }

    public Queue Events { get; }

    public Log Records { get; }

    public static async Task<FakeServices> StartAsync()
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.ListenLocalhost(port, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var queue = new Queue();
        var log = new Log();
        builder.Services.AddSingleton(queue).AddSingleton(log);
        var app = builder.Build();
        app.MapGrpcService<Queue>();
        app.MapGrpcService<Log>();
        await app.StartAsync();
        return new(app, queue, log, port);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    internal sealed class Queue : EventQueue.EventQueueBase
    {
        public ConcurrentDictionary<ByteString, EnqueueRequest> Accepted { get; } = new();

        public override Task<EnqueueResponse> Enqueue(EnqueueRequest request, ServerCallContext context)
        {
            Accepted[request.RequestId] = request;
            return Task.FromResult(new EnqueueResponse());
        }

        public override Task<GetEventResponse> GetEvent(GetEventRequest request, ServerCallContext context) => Accepted.ContainsKey(request.RequestId)
            ? Task.FromResult(new GetEventResponse { Status = "RUNNING" })
            : throw new RpcException(new Status(StatusCode.NotFound, "no such event"));
    }

    internal sealed class Log : Contracts.Internal.V1.Records.RecordsBase
    {
        public ConcurrentQueue<InvocationRecord> Stored { get; } = new();

        public ListRecordsRequest? Asked { get; private set; }

        public override Task<ListRecordsResponse> ListRecords(ListRecordsRequest request, ServerCallContext context)
        {
            Asked = request;
            var found = Stored.Where(r => r.Key.Equals(request.Key) && (request.RequestId.IsEmpty || request.RequestId.Equals(r.RequestId))).ToList();
            return Task.FromResult(new ListRecordsResponse { Records = { found }, TotalCount = found.Count });
        }
    }
}
