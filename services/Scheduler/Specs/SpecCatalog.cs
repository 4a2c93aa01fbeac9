using System.Threading.Channels;
using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Specs;

/// <summary>Ends instances of function versions that the control plane has superseded or deleted.</summary>
internal sealed partial class SpecCatalog(CapacityStore store, InstanceEnder ender, Catalog.CatalogClient catalog, TimeProvider time, ILogger<SpecCatalog> logger)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<string> _unsure = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Has the control plane asked about a spec whose instances were taken in from a report. Never waits.</summary>
    public void Verify(string specId) => _unsure.Writer.TryWrite(specId);

    public ChannelReader<string> Unsure => _unsure.Reader;

    /// <summary>Ends what a change supersedes.</summary>
    public async Task ApplyAsync(WatchResponse change)
    {
        if (change.Changed.Count == 0 && change.Deleted.Count == 0) return;
        var current = change.Changed.GroupBy(route => (route.Key.Namespace, route.Key.Function))
            .ToDictionary(group => group.Key, group => group.SelectMany(route => route.Versions).Select(version => version.SpecId).ToHashSet());
        var deleted = change.Deleted.Select(key => (key.Namespace, key.Function)).ToHashSet();
        foreach (var (specId, info) in await store.SpecsOfAsync([.. current.Keys, .. deleted]))
        {
            var key = (info.Namespace, info.Function);
            if (current.TryGetValue(key, out var specs) ? !specs.Contains(specId) : deleted.Contains(key)) await RetireAsync(specId, info);
        }
    }

    /// <summary>Asks about every spec with instances: changes may have been missed.</summary>
    public async Task VerifyAllAsync(CancellationToken cancellationToken)
    {
        foreach (var specId in await store.SpecIdsAsync()) await VerifyAsync(specId, cancellationToken);
    }

    /// <summary>Asks the control plane whether a spec is current, and ends its instances where not.</summary>
    /// <exception cref="RpcException">The Api cannot be reached.</exception>
    public async Task VerifyAsync(string specId, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow().Add(AskTimeout).UtcDateTime;
        var info = await store.SpecAsync(specId);
        try
        {
            if (info is null)
            {
                var spec = await catalog.GetInstanceSpecAsync(new GetInstanceSpecRequest { SpecId = specId }, deadline: deadline, cancellationToken: cancellationToken);
                info = new SpecInfo(spec.Key.Namespace, spec.Key.Function, spec.TimeoutMs);
                await store.SaveSpecAsync(specId, info.Value);
            }

            var answer = await catalog.ResolveAsync(new ResolveRequest { Key = info.Value.Key }, deadline: deadline, cancellationToken: cancellationToken);
            if (answer.Route.Versions.Any(version => version.SpecId == specId)) return;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            LogUnknown(specId, e.Status.Detail);
        }

        await RetireAsync(specId, info ?? default);
    }

    private async Task RetireAsync(string specId, SpecInfo info)
    {
        var instances = await store.InstancesOfSpecAsync(specId);
        LogRetired(specId, instances.Count);
        await Task.WhenAll(instances.Select(instance =>
            ender.EndAsync(specId, instance.InstanceId, instance.AgentId, TimeSpan.FromMilliseconds(info.TimeoutMs), "superseded")));
        await store.ForgetSpecAsync(specId);
    }
}
