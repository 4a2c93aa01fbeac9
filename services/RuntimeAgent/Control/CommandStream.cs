using System.Threading.Channels;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Control;

/// <summary>One Scheduler's stream of commands: each is begun as it comes and answered when its outcome is known, with all others that are known by then.</summary>
internal sealed partial class CommandStream(AgentControl control, IServerStreamWriter<AgentAnswers> answers, ILogger<CommandStream> log)
{
    private const int MostTogether = 64;

    // At most as many as there are commands that wait for their answer.
    private readonly Channel<(ulong Id, StartInstanceResponse? Start)> _outcomes = Channel.CreateUnbounded<(ulong, StartInstanceResponse?)>(new UnboundedChannelOptions { SingleReader = true });

    public void Take(AgentCommands commands)
    {
        foreach (var start in commands.Starts) _ = StartAsync(start);
        foreach (var stop in commands.Stops) _ = StopAsync(stop);
    }

    public void End() => _outcomes.Writer.TryComplete();

    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        while (await _outcomes.Reader.WaitToReadAsync(cancellationToken))
        {
            var together = new AgentAnswers();
            while (together.Starts.Count + together.Stopped.Count < MostTogether && _outcomes.Reader.TryRead(out var outcome))
            {
                if (outcome.Start is { } start) together.Starts.Add(new StartAnswer { InstanceId = outcome.Id, Response = start });
                else together.Stopped.Add(outcome.Id);
                // What a function printed while it failed may be large.
                if (outcome.Start?.OutcomeCase == StartInstanceResponse.OutcomeOneofCase.Failed) break;
            }

            await answers.WriteAsync(together, cancellationToken);
        }
    }

    // A fault of the agent's own must not keep the Scheduler until its time is over.
    private async Task StartAsync(StartInstanceRequest request)
    {
        StartInstanceResponse response;
        try
        {
            response = await control.StartAsync(request);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFault(e, request.InstanceId);
            response = new StartInstanceResponse { Failed = new InstanceFailed { StatusCode = ScfStatus.Internal, Message = "The agent failed to start the instance." } };
        }

        _outcomes.Writer.TryWrite((request.InstanceId, response));
    }

    // One that could not be ended is answered by nothing: the Scheduler asks again, or the reports say what became of it.
    private async Task StopAsync(StopInstanceRequest request)
    {
        try
        {
            await control.StopAsync(request.InstanceId, TimeSpan.FromMilliseconds(request.GraceMs), request.Reason);
            _outcomes.Writer.TryWrite((request.InstanceId, null));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFault(e, request.InstanceId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A command for instance {InstanceId} failed")]
    private partial void LogFault(Exception fault, ulong instanceId);
}
