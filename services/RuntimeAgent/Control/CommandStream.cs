using System.Threading.Channels;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Control;

/// <summary>One Scheduler's stream of commands: each is begun as it comes and answered when its outcome is known, with all others that are known by then.</summary>
internal sealed class CommandStream(AgentControl control, IServerStreamWriter<AgentAnswers> answers)
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

    private async Task StartAsync(StartInstanceRequest request) => _outcomes.Writer.TryWrite((request.InstanceId, await control.StartAsync(request)));

    private async Task StopAsync(StopInstanceRequest request)
    {
        await control.StopAsync(request.InstanceId, TimeSpan.FromMilliseconds(request.GraceMs), request.Reason);
        _outcomes.Writer.TryWrite((request.InstanceId, null));
    }
}
