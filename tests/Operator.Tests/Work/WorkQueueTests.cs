using Microsoft.Extensions.Time.Testing;
using ScfAspire.Operator.Resources;
using ScfAspire.Operator.Work;

namespace ScfAspire.Operator.Tests.Work;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly ObjectKey One = new("shop", "one");
    private static readonly ObjectKey Two = new("shop", "two");
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue _queue;

    public WorkQueueTests() => _queue = new(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_is_given_out_once_however_often_it_is_added()
    {
        _queue.Add(One);
        _queue.Add(One);
        _queue.Add(Two);

        Assert.Equal(One, await _queue.TakeAsync(Stop));
        Assert.Equal(Two, await _queue.TakeAsync(Stop));
        Assert.False(_queue.TakeAsync(Stop).AsTask().IsCompleted);
    }

    [Fact]
    public async Task What_is_added_while_it_is_worked_on_comes_again_afterwards()
    {
        _queue.Add(One);
        await _queue.TakeAsync(Stop);
        _queue.Add(One);
        var again = _queue.TakeAsync(Stop).AsTask();
        Assert.False(again.IsCompleted);

        _queue.Done(One);

        Assert.Equal(One, await again);
    }

    [Fact]
    public async Task A_failure_comes_again_after_its_pause()
    {
        _queue.Add(One);
        await _queue.TakeAsync(Stop);
        Assert.Equal(WorkQueue.FirstPause, _queue.Failed(One));
        var again = _queue.TakeAsync(Stop).AsTask();

        _time.Advance(WorkQueue.FirstPause - TimeSpan.FromMilliseconds(1));
        Assert.False(again.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(One, await again);
        Assert.Equal(WorkQueue.FirstPause * 2, _queue.Failed(One));
    }

    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.4)]
    [InlineData(5, 3.2)]
    [InlineData(12, 300)]
    [InlineData(1000, 300)]
    public void Pauses_double_up_to_a_limit(int failures, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), WorkQueue.Pause(failures));

    [Fact]
    public async Task Success_forgets_failures()
    {
        _queue.Add(One);
        await _queue.TakeAsync(Stop);
        _queue.Failed(One);
        _time.Advance(WorkQueue.FirstPause);
        await _queue.TakeAsync(Stop);
        _queue.Done(One);
        _queue.Add(One);
        await _queue.TakeAsync(Stop);

        Assert.Equal(WorkQueue.FirstPause, _queue.Failed(One));
    }

    public void Dispose() => _queue.Dispose();
}
