using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Tests.Pools;

public sealed class PodIdentityTests
{
    private static readonly InternalKey Installation = new("0123456789abcdef0123456789abcdef");

    [Fact]
    public void Keys_are_of_one_agent_one_time_and_one_use()
    {
        string[] keys =
        [
            PodKeys.CallKey(Installation, "pod/c1/k/a", 1), PodKeys.CallKey(Installation, "pod/c1/k/a", 2), PodKeys.CallKey(Installation, "pod/c1/k/b", 1),
            PodKeys.LinkKey(Installation, "pod/c1/k/a"), PodKeys.LinkKey(Installation, "pod/c1/k/b"),
            PodKeys.Ticket(Installation, "pod/c1/k/a", "f/1/1"), PodKeys.Ticket(Installation, "pod/c1/k/a", "f/2/1"), PodKeys.Ticket(new InternalKey("f123456789abcdef0123456789abcdef"), "pod/c1/k/a", "f/1/1"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(PodKeys.CallKey(Installation, "pod/c1/k/a", 1), keys[0]);
    }
}
