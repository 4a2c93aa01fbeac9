using System.Globalization;
using k8s.Models;
using ScfAspire.ServiceDefaults.Pods;
using ScfAspire.TestKit.Pods;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>A function pod without processes: an agent that says and does what the test wants, under the identity that its pod was given.</summary>
internal sealed class SimulatedPod : IPodContainers
{
    private readonly TaskCompletionSource<(int, string)> _exited = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reporting;

    private SimulatedPod(SimulatedAgent agent, string scheduler)
    {
        Agent = agent;
        _reporting = agent.ReportToAsync(scheduler, _ended.Token);
    }

    public SimulatedAgent Agent { get; }

    public Task<(int Code, string Reason)> RuntimeExited => _exited.Task;

    public static async Task<SimulatedPod> StartAsync(V1Pod pod)
    {
        var container = pod.Spec.Containers.Single(container => container.Name == "agent");
        var id = container.Variable("SCF_AGENT_ID");
        var agent = new SimulatedAgent
        {
            AgentId = id,
            Pool = container.Variable("SCF_POOL"),
            Group = container.Variable("SCF_POOL_GROUP"),
            MemoryMb = long.Parse(container.Variable("SCF_MEMORY_MB"), CultureInfo.InvariantCulture),
            InstanceCapacity = 1,
            WarmSet = container.Variable("SCF_POD_SET"),
            Identity = new PodIdentity(id, long.Parse(container.Variable("SCF_AGENT_EXPIRES"), CultureInfo.InvariantCulture), container.Variable("SCF_AGENT_KEY")),
        };
        await agent.StartAsync();
        return new SimulatedPod(agent, container.Variable("services__scheduler__internal__0"));
    }

    public void Kill()
    {
        // Its agent ends with it.
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Agent.DisposeAsync();
        _ended.Dispose();
    }
}
