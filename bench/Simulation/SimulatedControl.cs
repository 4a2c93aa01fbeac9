using System.Collections.Concurrent;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Bench.Simulation;

/// <summary>The agents' control interface: which agent is asked follows from the port. Every start succeeds at once.</summary>
internal sealed class SimulatedControl(ConcurrentDictionary<int, SimulatedMachine> byPort) : Agent.AgentBase
{
    private static readonly StartInstanceResponse Started = new() { Started = new InstanceStarted { ColdStart = new ColdStart { TotalUs = 1_000, WarmProcess = true } } };

    public override async Task Command(IAsyncStreamReader<AgentCommands> requestStream, IServerStreamWriter<AgentAnswers> responseStream, ServerCallContext context)
    {
        var machine = byPort[context.GetHttpContext().Connection.LocalPort];
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var answers = new AgentAnswers();
            foreach (var start in requestStream.Current.Starts)
            {
                machine.Start(start);
                answers.Starts.Add(new StartAnswer { InstanceId = start.InstanceId, Response = Started });
            }

            foreach (var stop in requestStream.Current.Stops)
            {
                machine.Stop(stop.InstanceId);
                answers.Stopped.Add(stop.InstanceId);
            }

            await responseStream.WriteAsync(answers, context.CancellationToken);
        }
    }
}
