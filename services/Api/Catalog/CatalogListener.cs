using System.Threading.Channels;
using Npgsql;
using ScfAspire.Api.Store;

namespace ScfAspire.Api.Catalog;

/// <summary>Hears of commits by any replica on a connection of its own, and passes on what our watchers serve.</summary>
public sealed partial class CatalogListener(ControlDatabase database, CatalogFeed feed, CatalogReplicas replicas, TimeProvider time, ILogger<CatalogListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogLost(e.Message);
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        // The latest word is enough: a newer revision includes the older.
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        await using var connection = await database.Source.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == ControlTransaction.ChangeChannel) changed.Writer.TryWrite(true);
            else replicas.Receive(notification.Payload);
        };
        await using (var command = new NpgsqlCommand($"LISTEN {ControlTransaction.ChangeChannel}; LISTEN {CatalogReplicas.AcknowledgementChannel}", connection))
            await command.ExecuteNonQueryAsync(stoppingToken);
        changed.Writer.TryWrite(true);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var passing = Task.WhenAll(PassOnAsync(changed.Reader, ended.Token), AcknowledgeAsync(ended.Token));
        try
        {
            while (true) await connection.WaitAsync(stoppingToken);
        }
        finally
        {
            await ended.CancelAsync();
            await passing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PassOnAsync(ChannelReader<bool> changed, CancellationToken cancellationToken)
    {
        await foreach (var _ in changed.ReadAllAsync(cancellationToken))
            await RetryAsync(feed.AdvanceAsync, cancellationToken);
    }

    private async Task AcknowledgeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await feed.Served.WaitAsync(feed.Served.Reached + 1, cancellationToken);
            await RetryAsync(replicas.AcknowledgeAsync, cancellationToken);
        }
    }

    private async Task RetryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await work(cancellationToken);
                return;
            }
            catch (NpgsqlException e)
            {
                LogLost(e.Message);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
        }
    }
}
