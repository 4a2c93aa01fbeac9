using Npgsql;
using ScfAspire.Trigger.Queue.Admission;
using ScfAspire.Trigger.Queue.Ownership;
using ScfAspire.Trigger.Queue.Running;
using ScfAspire.Trigger.Queue.Settling;
using ScfAspire.Trigger.Schema;

namespace ScfAspire.Trigger.Queue;

/// <summary>The queue role of one process: starts its loops in order and stops them so that nothing that was accepted is lost or left behind.</summary>
public sealed partial class EventQueueNode(
    SchemaMigration migration, OwnerSession session, OwnerKeeper keeper, BacklogClaimer claimer, EventAdmission admission, FunctionLanes lanes,
    Settler settler, EndedIds ended, OwnerStore owners, OwnerIdentity owner, QueueOptions options, TimeProvider time, ILogger<EventQueueNode> logger)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _work = Task.CompletedTask;
    private Task _admitting = Task.CompletedTask;
    private Task _settling = Task.CompletedTask;
    private Task _session = Task.CompletedTask;

    /// <summary>Completes when events are taken.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Whether events are taken right now.</summary>
    public bool IsReady => _ready.Task.IsCompletedSuccessfully && session.IsOpen && !_stop.IsCancellationRequested;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = RunAsync();
        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        try
        {
            await MigrateAsync(_stop.Token);
            _session = session.RunAsync(_abandon.Token);
            await session.Entered.WaitAsync(_stop.Token);
            _settling = settler.RunAsync(
                settlement =>
                {
                    if (settlement.Verdict is not Retries.Verdict.Again) ended.Add(settlement.Event.RequestId);
                    lanes.Release(settlement.Event);
                },
                _abandon.Token);
            _admitting = admission.RunAsync();
            _ready.TrySetResult();
            await Task.WhenAll(keeper.RunAsync(_stop.Token), claimer.RunAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            LogStopping();
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await migration.RunAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                LogNotYet(e.Message);
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }

    /// <summary>Takes no more events, lets running ones finish for a while, writes down their ends and gives the rest back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stop.IsCancellationRequested) return;
        lanes.Close();
        await _stop.CancelAsync();
        admission.Stop();
        await _work;
        await _admitting;
        await lanes.StopAsync(options.DrainTime, time);
        settler.Complete();
        try
        {
            await _settling.WaitAsync(cancellationToken);
            if (_ready.Task.IsCompletedSuccessfully) await owners.LeaveAsync(owner.Id, cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
        {
            // Others will see that this owner is gone and take its events over.
            LogNotGivenBack(e.Message);
        }
        await AbandonAsync();
    }

    /// <summary>Ends at once as a crash would: nothing is written down or given back.</summary>
    internal async Task AbandonAsync()
    {
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        admission.Stop();
        foreach (var loop in (Task[])[_work, _session, _settling])
        {
            try
            {
                await loop;
            }
            catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
            {
                LogStopping();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await AbandonAsync();
        _stop.Dispose();
        _abandon.Dispose();
    }
}
