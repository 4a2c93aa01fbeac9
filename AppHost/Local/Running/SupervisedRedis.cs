using Aspire.Hosting.ApplicationModel;
using ScfAspire.AppHost.Local.DataServers;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>The private redis-server, or Garnet in its place.</summary>
internal sealed class SupervisedRedis(RedisResource resource, RunContext context) : Supervised(resource.Name, context)
{
    protected override TimeSpan Grace => TimeSpan.FromSeconds(1);

    protected override async Task<IRunningProcess> StartAsync(CancellationToken stop) =>
        await RedisInstance.StartAsync(resource.Software, resource.Folder, OnLine, stop);

    protected override Task WaitUntilReadyAsync(CancellationToken stop) => Task.CompletedTask;
}
