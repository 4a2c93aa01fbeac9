using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Scheduler.Agents;

/// <summary>Commands one agent over one stream, which is opened for the first command and again for the next one after it broke.</summary>
internal sealed class AgentLink : IDisposable
{
    // An agent whose machine is gone says nothing: without this its stream would stand for as long as the kernel tries.
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly GrpcChannel _channel;
    private readonly Agent.AgentClient _client;
    private readonly TimeProvider _time;
    private AgentStream? _stream;

    public AgentLink(string controlUrl, InternalKey key, TimeProvider time)
    {
        _time = time;
        _channel = GrpcChannel.ForAddress(controlUrl, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true, ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false, KeepAlivePingDelay = Ping, KeepAlivePingTimeout = Ping,
            },
            DisposeHttpClient = true,
        });
        _client = new Agent.AgentClient(_channel.CreateCallInvoker().Intercept(new InternalKeyClientInterceptor(key)));
    }

    /// <summary>Nothing waits for the agent's answer.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return _stream is not { IsOpen: true, IsIdle: false };
        }
    }

    /// <exception cref="RpcException">The agent cannot be reached, or has not answered within <paramref name="limit"/> (DEADLINE_EXCEEDED).</exception>
    public async Task<StartInstanceResponse> StartAsync(StartInstanceRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        var stream = Stream();
        try
        {
            return await stream.StartAsync(request).WaitAsync(limit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Late(limit);
        }
        finally
        {
            stream.ForgetStart(request.InstanceId);
        }
    }

    /// <summary>Waits until nothing is left of an instance.</summary>
    /// <exception cref="RpcException">As for <see cref="StartAsync"/>.</exception>
    public async Task StopAsync(StopInstanceRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        var stream = Stream();
        try
        {
            await stream.StopAsync(request).WaitAsync(limit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            stream.ForgetStop(request.InstanceId);
            throw Late(limit);
        }
    }

    public void Dispose()
    {
        AgentStream? stream;
        lock (_gate) stream = _stream;
        stream?.End(new RpcException(new Status(StatusCode.Unavailable, "The agent is gone.")));
        _channel.Dispose();
    }

    private static RpcException Late(TimeSpan limit) => new(new Status(StatusCode.DeadlineExceeded, $"The agent has not answered within {limit.TotalSeconds:0} s."));

    private AgentStream Stream()
    {
        lock (_gate)
        {
            if (_stream is { IsOpen: true }) return _stream;
            var stream = _stream = new AgentStream(_client);
            _ = Task.Run(() => RunAsync(stream));
            return stream;
        }
    }

    private static async Task RunAsync(AgentStream stream)
    {
        using (stream) await stream.RunAsync();
    }
}
