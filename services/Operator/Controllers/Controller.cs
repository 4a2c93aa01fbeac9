using System.Net;
using Grpc.Core;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Events;
using ScfAspire.Operator.Leadership;
using ScfAspire.Operator.Platform;
using ScfAspire.Operator.Resources;
using ScfAspire.Operator.Status;
using ScfAspire.Operator.Work;

namespace ScfAspire.Operator.Controllers;

/// <summary>Looks after all objects of a kind: finalizer, reconciliation, status, events.</summary>
public sealed partial class Controller<T>(
    ApiServer server, ObjectWatch<T> watch, IReconciler<T> reconciler, EventRecorder events, Leader leader, Related related, OperatorOptions options, TimeProvider time, ILogger<Controller<T>> logger)
    : BackgroundService
    where T : class, IApiObject<T>
{
    /// <summary>Holds an object until what it made is gone.</summary>
    public const string Finalizer = "scfaspire.io/platform";

    private readonly WorkQueue _queue = new(time);

    /// <summary>Has an object looked at, whether or not it has changed.</summary>
    public void Enqueue(ObjectKey key) => _queue.Add(key);

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await leader.Leading.WaitAsync(stoppingToken);
        related.Register(T.Kind, Enqueue);
        await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => WorkAsync(stoppingToken)).Append(watch.RunAsync(Changed, stoppingToken)));
    }

    private void Changed(ObjectKey key)
    {
        _queue.Add(key);
        related.Changed(T.Kind, key);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await _queue.TakeAsync(cancellationToken);
            try
            {
                var again = watch.Find(key) is { } item ? await LookAsync(item, cancellationToken) : null;
                _queue.Done(key);
                if (again is { } pause) _queue.AddAfter(key, pause);
            }
            catch (RpcException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ApiServerException e) when (e.Code is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                // The object is not as it was seen any more: the watch is about to bring it as it is.
                _queue.Failed(key);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it was: the object comes again, later each time.
                LogFailed(T.Kind.Kind, key, _queue.Failed(key).TotalSeconds, e);
            }
        }
    }

    private async Task<TimeSpan?> LookAsync(T item, CancellationToken cancellationToken)
    {
        var metadata = item.Metadata;
        if (metadata.DeletionTimestamp is not null)
        {
            if (!metadata.Finalizers.Contains(Finalizer)) return null;
            await reconciler.DeleteAsync(item, cancellationToken);
            await server.SetFinalizersAsync(T.Kind, metadata, metadata.Finalizers.Where(each => each != Finalizer), cancellationToken);
            return null;
        }
        // Before anything is made, so that nothing is left behind. The change comes back by the watch.
        if (!metadata.Finalizers.Contains(Finalizer))
        {
            await server.SetFinalizersAsync(T.Kind, metadata, metadata.Finalizers.Append(Finalizer), cancellationToken);
            return null;
        }
        Outcome outcome;
        try
        {
            outcome = await reconciler.ReconcileAsync(item, cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            var refusal = PlatformRefusal.Of(e);
            outcome = refusal.IsPassing
                ? Outcome.Waiting(item.CommonStatus ?? new(), refusal.Code, refusal.Message, WorkQueue.FirstPause)
                : Outcome.Refused(item.CommonStatus ?? new(), refusal.Code, refusal.Message);
            await WriteAsync(item, outcome, cancellationToken);
            if (refusal.IsPassing) throw;
            return null;
        }
        await WriteAsync(item, outcome, cancellationToken);
        return outcome.Again;
    }

    private async Task WriteAsync(T item, Outcome outcome, CancellationToken cancellationToken)
    {
        var before = item.CommonStatus;
        var status = Conditions.Apply(outcome, before, item.Metadata.Generation, time.GetUtcNow());
        if (StatusText.Of(status) != StatusText.Of(before)) await server.ApplyStatusAsync(T.Kind, ObjectKey.Of(item.Metadata), status, cancellationToken);
        if (Conditions.IsTransition(before, status)) await events.RecordAsync(T.Kind, item.Metadata, outcome, cancellationToken);
    }
}
