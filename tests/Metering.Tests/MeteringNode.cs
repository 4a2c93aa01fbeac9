using System.Buffers;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Following;
using ScfAspire.Metering.Ingest;
using ScfAspire.Metering.Partitions;
using ScfAspire.Metering.Queries;
using ScfAspire.TestKit.Postgres;

namespace ScfAspire.Metering.Tests;

/// <summary>One replica of the service without its endpoints, on a database of its own or on that of another.</summary>
public sealed class MeteringNode : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly PostgresDatabase? _owned;
    private readonly ServiceProvider _provider;
    private readonly IHostedService[] _hosted;

    private MeteringNode(PostgresDatabase database, bool owned, FakeTimeProvider time, MeteringOptions options, string? connectionString = null)
    {
        connectionString ??= database.ConnectionString;
        Database = database;
        _owned = owned ? database : null;
        Time = time;
        _provider = new ServiceCollection()
            .AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning))
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(NpgsqlDataSource.Create(connectionString))
            .AddMetering(options, connectionString)
            .BuildServiceProvider();
        _hosted = [.. _provider.GetServices<IHostedService>()];
    }

    public PostgresDatabase Database { get; }

    public FakeTimeProvider Time { get; }

    public RecordFeed Feed => Get<RecordFeed>();

    public PartitionStore Partitions => Get<PartitionStore>();

    public static async Task<MeteringNode> StartAsync(MeteringOptions? options = null)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken);
        return await new MeteringNode(database, true, new FakeTimeProvider(Noon), options ?? new MeteringOptions()).RunAsync();
    }

    /// <summary>A further replica on the same database and clock, which may reach the database on a way of its own.</summary>
    public Task<MeteringNode> StartReplicaAsync(MeteringOptions? options = null, string? connectionString = null) =>
        new MeteringNode(Database, false, Time, options ?? Get<MeteringOptions>(), connectionString).RunAsync();

    public T Get<T>() where T : notnull => _provider.GetRequiredService<T>();

    public Task<long> AppendAsync(string source, long sequence, params IEnumerable<InvocationRecord> records) => AppendAsync(source, 1, sequence, records);

    public Task<long> AppendAsync(string source, long epoch, long sequence, IEnumerable<InvocationRecord> records)
    {
        var request = new AppendRecordsRequest { Source = source, Epoch = epoch, Sequence = sequence };
        request.Records.AddRange(records);
        var batch = RecordBatch.Read(new ReadOnlySequence<byte>(request.ToByteArray()), Get<RecordOrigins>());
        return Get<IngestWriter>().AppendAsync(batch, TestContext.Current.CancellationToken);
    }

    public Task<ListRecordsResponse> ListAsync(Action<ListRecordsRequest>? change = null)
    {
        var request = new ListRecordsRequest { Key = new FunctionKey { Namespace = "default", Function = "hello" }, Limit = 1_000 };
        change?.Invoke(request);
        return Get<RecordReader>().ListAsync(RecordQuery.From(request, out var problem) ?? throw new ArgumentException(problem), TestContext.Current.CancellationToken);
    }

    /// <summary>Sum of one rollup column over all rows.</summary>
    public async Task<long> SumAsync(string column, string where = "true")
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand($"SELECT COALESCE(sum({column}), 0)::bigint FROM metering.rollups WHERE {where}");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<List<string>> TablesAsync(string prefix)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'metering' AND tablename LIKE $1 ORDER BY 1");
        command.Parameters.Add(new NpgsqlParameter { Value = prefix + "%" });
        var tables = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) tables.Add(reader.GetString(0));
        return tables;
    }

    public static InvocationRecord Record(Guid? id = null, RecordSource source = RecordSource.Agent, Action<InvocationRecord>? change = null, DateTimeOffset? at = null)
    {
        var start = at ?? Noon;
        var record = new InvocationRecord
        {
            RequestId = ByteString.CopyFrom((id ?? Guid.CreateVersion7(start)).ToByteArray(bigEndian: true)),
            Key = new FunctionKey { Namespace = "default", Function = "hello" },
            FunctionId = "lam-1",
            Version = "$LATEST",
            Qualifier = "$LATEST",
            SpecId = "lam-1/$LATEST/1",
            Pool = "local",
            InstanceId = 7,
            Source = source,
            InvokeType = "RequestResponse",
            StartUnixUs = start.ToUnixTimeMilliseconds() * 1000,
            DurationUs = 1_500,
            BilledMs = 2,
            MemoryMb = 128,
            MemoryUsedBytes = 20_000_000,
            StatusCode = 200,
            RetMsg = "\"ok\"",
            Log = "START RequestId:x\nhello\nEND RequestId:x\n",
        };
        change?.Invoke(record);
        return record;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _hosted.Reverse()) await service.StopAsync(CancellationToken.None);
        await _provider.DisposeAsync();
        if (_owned is not null) await _owned.DisposeAsync();
    }

    private async Task<MeteringNode> RunAsync()
    {
        foreach (var service in _hosted) await service.StartAsync(TestContext.Current.CancellationToken);
        await Get<MeteringReadiness>().Ready.WaitAsync(TestContext.Current.CancellationToken);
        return this;
    }
}
