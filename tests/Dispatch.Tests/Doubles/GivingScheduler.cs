using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Leases;
using ScfAspire.Dispatch.Routes;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Dispatch.Tests.Doubles;

/// <summary>Grants or refuses at once; also knows the one function.</summary>
internal sealed class GivingScheduler : ISchedulerLink, IRouteTable
{
    private int _leases;

    public LeasePools? Pools { get; set; }

    public SimulatedAgent? Agent { get; set; }

    public int Concurrency { get; set; } = 1;

    public Refusal? Refusal { get; set; }

    /// <summary>Stands in place of the agent's own.</summary>
    public string? Address { get; set; }

    public ConcurrentQueue<SlotEnd> Released { get; } = new();

    public FunctionRoute Route { get; } = new()
    {
        Key = new FunctionKey { Namespace = "default", Function = "f" },
        FunctionId = "id",
        Versions = { new VersionRoute { Version = "$LATEST", SpecId = "s", Type = FunctionType.Event, TimeoutMs = 3_000, InitTimeoutMs = 3_000, Status = "Active" } },
    };

    public ValueTask<FunctionRoute?> FindIgnoringCaseAsync(string @namespace, string function, CancellationToken cancellationToken) =>
        FindAsync(@namespace, function, cancellationToken);

    public ValueTask<FunctionRoute?> FindAsync(string @namespace, string function, CancellationToken cancellationToken) => new(function == "f" ? Route : null);

    public void StateDemand(SpecPool pool) => _ = Task.Run(() =>
    {
        if (Refusal is not null) pool.Refuse(Refusal);
        else
        {
            pool.Grant(new LeaseGranted
            {
                LeaseId = $"l{Interlocked.Increment(ref _leases)}", SpecId = "s", Concurrency = Concurrency,
                Instance = new InstanceAddress { InstanceId = 1, AgentId = Agent?.AgentId ?? "a", Link = Address ?? Agent!.LinkAddress },
            });
        }
    });

    public void Release(string leaseId, SlotEnd end, string reason) => Released.Enqueue(end);
}
