using System.Threading.Channels;
using Npgsql;

namespace ScfAspire.Metering.Ingest;

/// <summary>Commits the batches of all sources in groups: while one transaction runs the next batches gather.</summary>
public sealed partial class IngestWriter(
    IngestTransaction transaction, MeteringReadiness readiness, MeteringInstruments instruments, TimeProvider time, ILogger<IngestWriter> logger)
    : BackgroundService
{
    /// <summary>Records of one transaction, apart from the last batch in it.</summary>
    private const int GroupRecords = 10_000;

    private readonly Channel<PendingAppend> _waiting =
        Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(256) { SingleReader = true });

    /// <summary>Returns the acknowledged sequence once the batch is committed. The batch is the writer's from here on, which disposes of it.</summary>
    /// <exception cref="NpgsqlException">The batch was not stored; send it again.</exception>
    public async Task<long> AppendAsync(RecordBatch request, CancellationToken cancellationToken)
    {
        var pending = new PendingAppend(request);
        await _waiting.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Done.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.Ready.WaitAsync(stoppingToken);
            var group = new List<PendingAppend>();
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                group.Clear();
                var records = 0;
                while (records < GroupRecords && _waiting.Reader.TryRead(out var next))
                {
                    group.Add(next);
                    records += next.Request.Rows.Count;
                }
                await StoreAsync(group, stoppingToken);
                foreach (var pending in group) pending.Request.Dispose();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
        finally
        {
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out var left)) left.Failed(new OperationCanceledException("Metering is stopping.", stoppingToken));
        }
    }

    private async Task StoreAsync(List<PendingAppend> group, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            using var activity = MeteringInstruments.Activities.StartActivity("ingest");
            // Not cancelled by a stop: a commit that has begun is worth waiting for.
            var result = await transaction.StoreAsync([.. group.Select(pending => pending.Request)], CancellationToken.None);
            for (var i = 0; i < group.Count; i++) group[i].Stored(result.Acknowledged[i]);
            instruments.Stored.Add(result.Stored);
            instruments.Repeated.Add(result.Repeated);
            instruments.Superseded.Add(result.Superseded);
            instruments.Refused.Add(result.Refused);
            instruments.CommitRecords.Record(result.Stored);
            instruments.CommitSeconds.Record(time.GetElapsedTime(began).TotalSeconds);
        }
        catch (PostgresException e) when (!e.IsTransient && group.Count > 1)
        {
            // One batch must not keep the others of its group from being stored.
            LogGroupFailed(e, group.Count);
            foreach (var pending in group) await StoreAsync([pending], cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidDataException or InvalidOperationException)
        {
            LogFailed(e, group.Count);
            foreach (var pending in group) pending.Failed(e);
        }
    }
}
