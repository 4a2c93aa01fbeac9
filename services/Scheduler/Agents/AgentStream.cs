using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Agents;

/// <summary>One stream of commands to an agent and of its answers, from its opening to its end. What is not answered by then fails.</summary>
internal sealed class AgentStream(Agent.AgentClient client) : IDisposable
{
    // More than an agent takes in before it is given up as lost.
    private const int MostWaiting = 65_536;
    private const int MostTogether = 256;

    private readonly Channel<object> _outbox = Channel.CreateBounded<object>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<StartInstanceResponse>> _starts = new();
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource> _stops = new();
    private readonly CancellationTokenSource _ended = new();
    private volatile RpcException? _failure;

    public bool IsOpen => _failure is null;

    public bool IsIdle => _starts.IsEmpty && _stops.IsEmpty;

    /// <exception cref="RpcException">The stream ended first, or the agent takes nothing.</exception>
    public Task<StartInstanceResponse> StartAsync(StartInstanceRequest request)
    {
        var answer = new TaskCompletionSource<StartInstanceResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_starts.TryAdd(request.InstanceId, answer)) throw new InvalidOperationException($"Instance {request.InstanceId} is being started.");
        Send(request);
        return answer.Task;
    }

    /// <inheritdoc cref="StartAsync"/>
    public Task StopAsync(StopInstanceRequest request)
    {
        var answer = _stops.GetOrAdd(request.InstanceId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Send(request);
        return answer.Task;
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    public void ForgetStart(ulong instanceId) => _starts.TryRemove(instanceId, out _);

    /// <inheritdoc cref="ForgetStart"/>
    public void ForgetStop(ulong instanceId) => _stops.TryRemove(instanceId, out _);

    /// <summary>Serves the stream until it ends.</summary>
    public async Task RunAsync()
    {
        var sending = Task.CompletedTask;
        try
        {
            using var call = client.Command(cancellationToken: _ended.Token);
            sending = SendAllAsync(call.RequestStream);
            await foreach (var answers in call.ResponseStream.ReadAllAsync(_ended.Token)) Take(answers);
            End(new RpcException(new Status(StatusCode.Unavailable, "The agent has ended the stream.")));
        }
        catch (Exception e) when (e is RpcException or IOException or OperationCanceledException or InvalidOperationException)
        {
            End(e as RpcException ?? new RpcException(new Status(StatusCode.Unavailable, e.Message)));
        }

        await sending;
    }

    /// <summary>Ends the stream; what waits fails.</summary>
    public void End(RpcException failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _outbox.Writer.TryComplete();
        FailAll();
        try
        {
            _ = _ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
            return;
        }
    }

    /// <summary>To be called once <see cref="RunAsync"/> is over.</summary>
    public void Dispose() => _ended.Dispose();

    private void Send(object request)
    {
        if (!_outbox.Writer.TryWrite(request) && IsOpen) End(new RpcException(new Status(StatusCode.Unavailable, "The agent takes no commands.")));
        // The end may have passed between the entry and here.
        if (!IsOpen) FailAll();
    }

    private void FailAll()
    {
        foreach (var (id, answer) in _starts)
        {
            if (_starts.TryRemove(KeyValuePair.Create(id, answer))) answer.TrySetException(_failure!);
        }

        foreach (var (id, answer) in _stops)
        {
            if (_stops.TryRemove(KeyValuePair.Create(id, answer))) answer.TrySetException(_failure!);
        }
    }

    private async Task SendAllAsync(IClientStreamWriter<AgentCommands> requests)
    {
        try
        {
            while (await _outbox.Reader.WaitToReadAsync(_ended.Token))
            {
                var commands = new AgentCommands();
                while (commands.Starts.Count + commands.Stops.Count < MostTogether && _outbox.Reader.TryRead(out var request))
                {
                    if (request is StartInstanceRequest start) commands.Starts.Add(start);
                    else commands.Stops.Add((StopInstanceRequest)request);
                }

                await requests.WriteAsync(commands, _ended.Token);
            }
        }
        catch (Exception e) when (e is RpcException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The reading side has the call's status.
            await _ended.CancelAsync();
        }
    }

    private void Take(AgentAnswers answers)
    {
        foreach (var start in answers.Starts)
        {
            if (_starts.TryRemove(start.InstanceId, out var answer)) answer.TrySetResult(start.Response ?? new StartInstanceResponse());
        }

        foreach (var id in answers.Stopped)
        {
            if (_stops.TryRemove(id, out var answer)) answer.TrySetResult();
        }
    }
}
