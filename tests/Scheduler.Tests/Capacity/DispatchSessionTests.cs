using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Leases;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Tests.Capacity;

public sealed class DispatchSessionTests
{
    private static Demand Of(int level) => new() { SpecId = "s", Concurrency = level, Version = new VersionRoute { SpecId = "s" } };

    [Fact]
    public void A_demand_is_kept_for_as_long_as_it_wants_or_has_something()
    {
        using var ended = new CancellationTokenSource();
        var session = new DispatchSession("d", ended);
        var demand = session.State(Of(1));
        session.ForgetDemands();
        Assert.Same(demand, session.FindDemand("s"));

        var lease = new LeaseId(1, 1, LeaseId.NewNonce(), "s");
        session.Hold(lease);
        demand.State(Of(0));
        session.ForgetDemands();
        Assert.Same(demand, session.FindDemand("s"));

        session.Drop(lease.ToString());
        session.ForgetDemands();
        Assert.Null(session.FindDemand("s"));
        Assert.False(demand.State(Of(1)));
        Assert.NotSame(demand, session.State(Of(1)));
    }

    [Fact]
    public void A_dispatch_that_reads_nothing_loses_its_stream()
    {
        using var ended = new CancellationTokenSource();
        var session = new DispatchSession("d", ended);
        for (var sent = 0; sent < 100_000 && session.IsOpen; sent++) session.Send(new LeaseResponse());
        Assert.False(session.IsOpen);
    }
}
