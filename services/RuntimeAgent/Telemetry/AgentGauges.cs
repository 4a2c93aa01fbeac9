using System.Diagnostics.Metrics;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Telemetry;

/// <summary>Shows what an agent holds: its instances, the memory promised to them, and its warm processes.</summary>
internal sealed class AgentGauges(AgentTelemetry telemetry, InstanceTable instances, WarmProcesses warm) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        telemetry.Meter.CreateObservableGauge("scf.agent.instances", CountByPhase, "{instance}", "Instances, by phase: starting, ready, ending.");
        telemetry.Meter.CreateObservableGauge("scf.agent.instances.memory_limit", () => instances.MemoryMb << 20, "By", "Sum of the memory limits of all instances.");
        telemetry.Meter.CreateObservableGauge("scf.agent.warm_processes.ready", CountReady, "{process}", "Processes that wait for a function, by runtime.");
        return Task.CompletedTask;
    }

    private Measurement<long>[] CountByPhase()
    {
        long starting = 0, ready = 0, ending = 0;
        foreach (var state in instances.States)
        {
            if (state.Phase == InstancePhase.Starting) starting++;
            else if (instances.Find(state.InstanceId) is null) ending++;
            else ready++;
        }

        return [Of(starting, "starting"), Of(ready, "ready"), Of(ending, "ending")];

        static Measurement<long> Of(long count, string phase) => new(count, new KeyValuePair<string, object?>("phase", phase));
    }

    private IEnumerable<Measurement<long>> CountReady() =>
        warm.States().Select(state => new Measurement<long>(state.Ready, new KeyValuePair<string, object?>("runtime", state.Runtime)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
