using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Link;
using ScfAspire.RuntimeAgent.Records;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>Ends every sandbox with the agent, and tells links how far the records are stored while it lives.</summary>
internal sealed class InstanceShutdown(AgentOptions options, InstanceTable instances, WarmProcesses warm, LinkServer links, IRecordSpool records, ISandboxFactory sandboxes) : IHostedService
{
    // Within the time that a service has to end.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // A pod is given more, by whomever it is ended: its node may be drained while the platform goes on.
    private static readonly TimeSpan PodGrace = TimeSpan.FromSeconds(24);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        records.Shipped += links.Shipped;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll([.. instances.Ready.Select(instance => instance.StopAsync(options.Pod is null ? Grace : PodGrace, "The agent ends.")), warm.StopAsync()]);
        records.Shipped -= links.Shipped;
        await sandboxes.RemoveAsync();
    }
}
