using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using ScfAspire.Api.Store;

namespace ScfAspire.Api.Catalog;

/// <summary>Hears of commits by any replica on a connection of its own, and passes on what our watchers serve.</summary>
public sealed partial class CatalogListener(ControlDatabase database, CatalogFeed feed, CatalogReplicas replicas, TimeProvider time, ILogger<CatalogListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    // The highest revision that a replica has told of.
    private long _told;

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
        // The latest word is enough: a newer revision includes the older. Those of several replicas come in any order.
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        await using var connection = await database.Source.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel != ControlTransaction.ChangeChannel)
            {
                replicas.Receive(notification.Payload);
                return;
            }

            var revision = long.Parse(notification.Payload, CultureInfo.InvariantCulture);
            database.LearnDurable(revision);
            Interlocked.Exchange(ref _told, Math.Max(_told, revision));
            changed.Writer.TryWrite(true);
        };
        await using (var command = new NpgsqlCommand($"LISTEN {ControlTransaction.ChangeChannel}; LISTEN {CatalogReplicas.AcknowledgementChannel}", connection))
            await command.ExecuteNonQueryAsync(stoppingToken);

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
        // Whatever was said before somebody listened.
        await RetryAsync(feed.AdvanceAsync, cancellationToken);
        await foreach (var _ in changed.ReadAllAsync(cancellationToken))
            await RetryAsync(cancel => feed.AdvanceAsync(Interlocked.Read(ref _told), cancel), cancellationToken);
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
