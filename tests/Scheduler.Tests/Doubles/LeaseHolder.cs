using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Doubles;

/// <summary>A Dispatch process as the Scheduler sees it, which says what the test says.</summary>
internal sealed class LeaseHolder : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<LeaseRequests, LeaseResponses> _call;
    private readonly Lock _gate = new();
    private Task _sent = Task.CompletedTask;

    public LeaseHolder(string url)
    {
        _channel = GrpcChannel.ForAddress(url);
        _call = new Contracts.Internal.V1.Leases.LeasesClient(_channel.Intercept(new InternalKeyClientInterceptor(new InternalKey(SimulatedAgent.Key)))).Lease();
        _ = ReadAsync();
        Send(new LeaseRequest { Hello = new LeaseHello { DispatchId = Guid.NewGuid().ToString("N"), Service = "test" } });
    }

    public ConcurrentQueue<LeaseResponse> All { get; } = new();

    /// <summary>Called with each lease as it is granted.</summary>
    public Action<LeaseGranted> OnGranted { get; set; } = _ => { };

    public IEnumerable<LeaseGranted> Granted => All.Select(response => response.Granted).OfType<LeaseGranted>();

    public void Send(LeaseRequest request)
    {
        lock (_gate) _sent = SendAsync(_sent, request);
    }

    public void Demand(string specId, int level) => Send(new LeaseRequest
    {
        Demand = new Demand
        {
            SpecId = specId, Concurrency = level, Key = new FunctionKey { Namespace = "default", Function = specId.Split('/')[0] },
            Version = new VersionRoute { SpecId = specId, Runtime = "Nodejs20.19", MemoryMb = 128, InitTimeoutMs = 1_000, TimeoutMs = 1_000, InstanceConcurrency = 1 },
        },
    });

    public void Release(string leaseId) => Send(new LeaseRequest { Release = new ReleaseLease { LeaseId = leaseId } });

    public async Task<LeaseGranted> GrantedAsync(int number)
    {
        await Eventually.TrueAsync(() => All.Count(response => response.Granted is not null) >= number, $"lease {number} is granted");
        return All.Where(response => response.Granted is not null).ElementAt(number - 1).Granted;
    }

    public async Task<LeaseRefused> RefusedAsync()
    {
        await Eventually.TrueAsync(() => All.Any(response => response.Refused is not null), "a refusal");
        return All.First(response => response.Refused is not null).Refused;
    }

    public async Task<LeaseRevoked> RevokedAsync()
    {
        await Eventually.TrueAsync(() => All.Any(response => response.Revoked is not null), "a revocation");
        return All.First(response => response.Revoked is not null).Revoked;
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(Task before, LeaseRequest request)
    {
        await before;
        await _call.RequestStream.WriteAsync(new LeaseRequests { Requests = { request } });
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var together in _call.ResponseStream.ReadAllAsync())
            {
                foreach (var response in together.Responses)
                {
                    All.Enqueue(response);
                    if (response.Granted is { } granted) OnGranted(granted);
                }
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Cancelled or StatusCode.Unavailable)
        {
            return;
        }
    }
}
