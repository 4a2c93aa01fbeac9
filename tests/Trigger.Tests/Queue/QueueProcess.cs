using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;
using ScfAspire.TestKit.Postgres;
using ScfAspire.Trigger.Queue;
using ScfAspire.Trigger.Queue.Admission;
using ScfAspire.Trigger.Queue.Ownership;
using ScfAspire.Trigger.Queue.Running;
using ScfAspire.Trigger.Queue.Store;
using ScfAspire.Trigger.Tests.Doubles;

namespace ScfAspire.Trigger.Tests.Queue;

/// <summary>The queue role of one process, on a database of its own or on that of another.</summary>
public sealed class QueueProcess : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly PostgresDatabase _database;
    private readonly bool _owned;
    private readonly ServiceProvider _provider;
    private bool _dead;

    private QueueProcess(PostgresDatabase database, bool owned, FakeTimeProvider time, FixedRoutes routes, QueueOptions options)
    {
        _database = database;
        _owned = owned;
        Time = time;
        Routes = routes;
        _provider = new ServiceCollection()
            .AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Error))
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IDispatcher>(Dispatcher)
            .AddSingleton<IRouteTable>(routes)
            .AddSingleton(database.OpenDataSource())
            .AddEventQueue(options, database.ConnectionString)
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public FixedRoutes Routes { get; }

    public ScriptedDispatcher Dispatcher { get; } = new();

    public FunctionLanes Lanes => _provider.GetRequiredService<FunctionLanes>();

    public EventStore Store => _provider.GetRequiredService<EventStore>();

    private EventQueueNode Node => _provider.GetRequiredService<EventQueueNode>();

    public static async Task<QueueProcess> StartAsync(QueueOptions? options = null)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var process = new QueueProcess(database, true, new FakeTimeProvider(Noon), new FixedRoutes(), options ?? new QueueOptions());
        process.Routes.Add("hello");
        return await process.RunAsync();
    }

    /// <summary>Another process on the same database, clock and routes, with a dispatcher of its own.</summary>
    public Task<QueueProcess> StartAnotherAsync(Action<ScriptedDispatcher>? script = null)
    {
        var process = new QueueProcess(_database, false, Time, Routes, _provider.GetRequiredService<QueueOptions>());
        script?.Invoke(process.Dispatcher);
        return process.RunAsync();
    }

    public Task EnqueueAsync(Guid id, string function = "hello", string payload = "{}", string routingKey = "") => _provider.GetRequiredService<EventAdmission>().EnqueueAsync(
        new QueuedEvent
        {
            RequestId = id,
            Function = new FunctionName("default", function),
            Qualifier = "$LATEST",
            Payload = System.Text.Encoding.UTF8.GetBytes(payload),
            RoutingKey = routingKey,
            InvokeType = "Event",
            TraceParent = "",
            EnqueuedAt = Time.GetUtcNow(),
        },
        TestContext.Current.CancellationToken);

    /// <summary>Rows of a table of the schema.</summary>
    public async Task<long> CountAsync(string table, string where = "true")
    {
        await using var command = _provider.GetRequiredService<NpgsqlDataSource>().CreateCommand($"SELECT count(*) FROM events.{table} WHERE {where}");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Waits for a state of the tables that the process reaches on its own; the test's own timeout bounds it.</summary>
    public async Task UntilAsync(string table, string where, long count)
    {
        while (await CountAsync(table, where) != count) TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Ends as SIGKILL would: nothing is acknowledged or given back.</summary>
    public async Task KillAsync()
    {
        _dead = true;
        await Node.AbandonAsync();
        // Postgres notices the end of a session a moment after it.
        var key = OwnerStore.LockOf(_provider.GetRequiredService<OwnerIdentity>().Id);
        await using var locks = _provider.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND ((classid::bigint << 32) | objid::bigint) = $1");
        locks.Parameters.Add(new NpgsqlParameter { Value = key });
        while ((long)(await locks.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0) TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    public async Task StopAsync()
    {
        _dead = true;
        await Node.StopAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_dead) await Node.AbandonAsync();
        await _provider.DisposeAsync();
        if (_owned) await _database.DisposeAsync();
    }

    private async Task<QueueProcess> RunAsync()
    {
        await Node.StartAsync(TestContext.Current.CancellationToken);
        await Node.Ready.WaitAsync(TestContext.Current.CancellationToken);
        return this;
    }
}
