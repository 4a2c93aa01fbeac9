using System.Collections.Concurrent;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Bench.Simulation;

/// <summary>The agents' control interface: which agent is asked follows from the port.</summary>
internal sealed class SimulatedControl(ConcurrentDictionary<int, SimulatedMachine> byPort) : Agent.AgentBase
{
    private static readonly StartInstanceResponse Started = new() { Started = new InstanceStarted { ColdStart = new ColdStart { TotalUs = 1_000, WarmProcess = true } } };

    public override Task<StartInstanceResponse> StartInstance(StartInstanceRequest request, ServerCallContext context)
    {
        byPort[context.GetHttpContext().Connection.LocalPort].Start(request);
        return Task.FromResult(Started);
    }

    public override Task<StopInstanceResponse> StopInstance(StopInstanceRequest request, ServerCallContext context)
    {
        byPort[context.GetHttpContext().Connection.LocalPort].Stop(request.InstanceId);
        return Task.FromResult(new StopInstanceResponse());
    }
}
