using ScfAspire.ServiceDefaults.Lifetime;

namespace ScfAspire.AppHost.Tests.Runner;

public sealed class IdleHeapTests
{
    private readonly IdleHeap _heap = new();

    [Fact]
    public void Work_is_not_disturbed_and_its_heap_is_given_back_once_it_is_over()
    {
        Assert.False(_heap.ShouldCollect(2 * IdleHeap.Worth));
        Assert.False(_heap.ShouldCollect(4 * IdleHeap.Worth));
        Assert.True(_heap.ShouldCollect((4 * IdleHeap.Worth) + IdleHeap.Little));
        Assert.False(_heap.ShouldCollect((4 * IdleHeap.Worth) + (2 * IdleHeap.Little)));
    }

    [Fact]
    public void Heartbeats_alone_ask_for_a_collection_only_when_much_has_gathered()
    {
        Assert.False(_heap.ShouldCollect(2 * IdleHeap.Worth));
        var allocated = 2 * IdleHeap.Worth;
        Assert.True(_heap.ShouldCollect(allocated));
        var looks = 0;
        do
        {
            looks++;
            allocated += IdleHeap.Little;
        }
        while (!_heap.ShouldCollect(allocated));

        Assert.Equal(IdleHeap.Worth / IdleHeap.Little, looks);
    }
}
