using System.Text.Json;
using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Postgres;

namespace ScfAspire.Api.Tests.Hosting;

/// <summary>A whole Api on real Postgres for one test class.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private PostgresDatabase? _database;
    private FakeServices? _others;
    private ApiProcess? _api;

    internal ApiProcess Api => _api!;

    internal ScfClient Client => Api.Client;

    internal FakeServices Others => _others!;

    internal FakeDispatcher Dispatcher { get; } = new();

    internal PostgresDatabase Database => _database!;

    public async ValueTask InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        _others = await FakeServices.StartAsync();
        _api = await StartAnotherAsync(Dispatcher);
    }

    internal Task<ApiProcess> StartAnotherAsync(FakeDispatcher? dispatcher = null) => ApiProcess.StartAsync(Database.ConnectionString, Others, _folder, dispatcher);

    /// <summary>Creates a function with a name of its own and waits until it is Active.</summary>
    internal async Task<string> CreateAsync(string? ns = null, object? settings = null)
    {
        var name = "fn" + Guid.NewGuid().ToString("N")[..10] + "x";
        var fields = JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject();
        fields["FunctionName"] = name;
        if (ns is not null) fields["Namespace"] = ns;
        fields.TryAdd("Runtime", "Nodejs18.15");
        fields.TryAdd("Handler", "index.main_handler");
        fields.TryAdd("Code", JsonSerializer.SerializeToNode(new { ZipFile = TestZips.Hello() }));
        var response = await Client.CallAsync("CreateFunction", fields);
        Assert.False(response.TryGetProperty("Error", out _), response.ToString());
        await ActiveAsync(name, ns);
        return name;
    }

    /// <summary>Waits as a tool does, but on the event.</summary>
    internal async Task<JsonElement> ActiveAsync(string name, string? ns = null)
    {
        var functions = (Functions.IFunctionService)Api.Services.GetService(typeof(Functions.IFunctionService))!;
        await functions.WaitAsync(ns ?? "default", name, null, TestContext.Current.CancellationToken);
        var function = await Client.CallAsync("GetFunction", new { FunctionName = name, Namespace = ns });
        Assert.Equal("Active", function.GetProperty("Status").GetString());
        return function;
    }

    internal async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = Database.OpenDataSource();
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        if (_others is not null) await _others.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        _folder.Dispose();
    }
}
