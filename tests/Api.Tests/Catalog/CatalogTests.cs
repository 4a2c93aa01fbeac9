using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Api.Tests.Hosting;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Tests.Catalog;

public sealed class CatalogTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly Metadata Key = new() { { InternalKey.Header, ApiProcess.InternalKey } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_without_the_internal_key_fail()
    {
        using var channel = Channel(fixture.Api);
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Contracts.Internal.V1.Catalog.CatalogClient(channel).ResolveAsync(new() { Key = new() { Namespace = "default", Function = "any" } }, cancellationToken: Cancel));
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task A_function_can_be_resolved_by_its_name_in_any_case()
    {
        var name = await fixture.CreateAsync();
        using var channel = Channel(fixture.Api);
        var catalog = new Contracts.Internal.V1.Catalog.CatalogClient(channel);
        var asked = new FunctionKey { Namespace = "DEFAULT", Function = name.ToUpperInvariant() };

        Assert.Equal(name, (await catalog.ResolveAsync(new() { Key = asked, IgnoreCase = true }, Key, cancellationToken: Cancel)).Route.Key.Function);
        var exact = await Assert.ThrowsAsync<RpcException>(async () => await catalog.ResolveAsync(new() { Key = asked }, Key, cancellationToken: Cancel));
        Assert.Equal(StatusCode.NotFound, exact.StatusCode);
        asked.Function += "y";
        var none = await Assert.ThrowsAsync<RpcException>(async () => await catalog.ResolveAsync(new() { Key = asked, IgnoreCase = true }, Key, cancellationToken: Cancel));
        Assert.Equal(StatusCode.NotFound, none.StatusCode);

        var routes = fixture.Api.Services.GetRequiredService<Dispatch.Routes.IRouteTable>();
        foreach (var spelling in new[] { name.ToUpperInvariant(), "F" + name[1..], name })
            Assert.Equal(name, (await routes.FindIgnoringCaseAsync("Default", spelling, Cancel))?.Key.Function);
        Assert.Null(await routes.FindIgnoringCaseAsync("Default", asked.Function, Cancel));
        await fixture.Client.CallAsync("DeleteFunction", new { FunctionName = name });
        Assert.Null(await routes.FindIgnoringCaseAsync("Default", name.ToUpperInvariant(), Cancel));
    }

    [Fact]
    public async Task A_function_can_be_resolved_specified_and_downloaded()
    {
        var name = await fixture.CreateAsync(settings: new { Timeout = 7, Environment = new { Variables = new[] { new { Key = "A", Value = "b" } } }, InstanceConcurrencyConfig = new { DynamicEnabled = "FALSE", MaxConcurrency = 9 } });
        await fixture.Client.CallAsync("CreateTrigger", new { FunctionName = name, TriggerName = "url", Type = "http", TriggerDesc = """{"AuthType":"CAM","CorsConfig":{"Enable":true,"Origins":["*"]}}""" });
        using var channel = Channel(fixture.Api);
        var catalog = new Contracts.Internal.V1.Catalog.CatalogClient(channel);
        var route = (await catalog.ResolveAsync(new() { Key = new() { Namespace = "default", Function = name } }, Key, cancellationToken: Cancel)).Route;
        var version = Assert.Single(route.Versions);
        Assert.Equal(("$LATEST", 7000, 9, "Active"), (version.Version, version.TimeoutMs, version.InstanceConcurrency, version.Status));
        Assert.Equal("$LATEST", Assert.Single(route.Aliases).Version);
        var trigger = Assert.Single(route.HttpTriggers);
        Assert.Equal(("CAM", """{"Enable":true,"Origins":["*"]"""), (trigger.AuthType, trigger.CorsJson[..30]));

        var spec = await catalog.GetInstanceSpecAsync(new() { SpecId = version.SpecId }, Key, cancellationToken: Cancel);
        Assert.Equal(("b", "index.main_handler", 512, true), (spec.Environment["A"], spec.Handler, spec.DiskMb, spec.PublicNet));
        var zip = new MemoryStream();
        using var download = catalog.DownloadPackage(new() { Sha256 = spec.CodeSha256 }, Key, cancellationToken: Cancel);
        await foreach (var part in download.ResponseStream.ReadAllAsync(Cancel)) part.Chunk.WriteTo(zip);
        Assert.Equal(spec.CodeSha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(zip.ToArray())));
        Assert.Equal(spec.CodeSize, zip.Length);
        Assert.Empty(spec.Code);
        var whole = await catalog.GetInstanceSpecAsync(new() { SpecId = version.SpecId, CodeBytes = spec.CodeSize }, Key, cancellationToken: Cancel);
        Assert.Equal(zip.ToArray(), whole.Code.ToByteArray());
        var tooLarge = await catalog.GetInstanceSpecAsync(new() { SpecId = version.SpecId, CodeBytes = spec.CodeSize - 1 }, Key, cancellationToken: Cancel);
        Assert.Empty(tooLarge.Code);

        await fixture.Client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, Timeout = 8 });
        var superseded = await Assert.ThrowsAsync<RpcException>(async () => await catalog.GetInstanceSpecAsync(new() { SpecId = version.SpecId }, Key, cancellationToken: Cancel));
        Assert.Equal(StatusCode.NotFound, superseded.StatusCode);
    }

    [Fact]
    public async Task A_description_alone_does_not_replace_instances()
    {
        var name = await fixture.CreateAsync();
        var before = await SpecIdAsync(name);
        await fixture.Client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, Description = "new words" });
        await fixture.ActiveAsync(name);
        Assert.Equal(before, await SpecIdAsync(name));
        await fixture.Client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, MemorySize = 256 });
        await fixture.ActiveAsync(name);
        Assert.NotEqual(before, await SpecIdAsync(name));
    }

    [Fact]
    public async Task A_write_answers_only_when_the_watcher_has_acknowledged()
    {
        var name = await fixture.CreateAsync();
        await using var watcher = await Watcher.StartAsync(fixture.Api, 0);
        await watcher.AcknowledgeAsync(await watcher.NextAsync());
        var writing = fixture.Client.CallAsync("CreateAlias", new { FunctionName = name, Name = "prod", FunctionVersion = "$LATEST" });
        var change = await watcher.NextAsync();
        Assert.Equal(["$DEFAULT", "prod"], Assert.Single(change.Changed).Aliases.Select(a => a.Name).Order(StringComparer.Ordinal));
        Assert.False(writing.IsCompleted);
        await watcher.AcknowledgeAsync(change);
        Assert.False((await writing).TryGetProperty("Error", out _));
    }

    [Fact]
    public async Task A_laggard_is_cut_off_and_the_write_goes_on()
    {
        var name = await fixture.CreateAsync();
        await using var watcher = await Watcher.StartAsync(fixture.Api, 0);
        await watcher.AcknowledgeAsync(await watcher.NextAsync());
        var writing = fixture.Client.CallAsync("CreateAlias", new { FunctionName = name, Name = "slow", FunctionVersion = "$LATEST" });
        await watcher.NextAsync();
        Assert.Equal(StatusCode.Aborted, (await Assert.ThrowsAsync<RpcException>(watcher.NextAsync)).StatusCode);
        Assert.False((await writing).TryGetProperty("Error", out _));
    }

    [Fact]
    public async Task A_watcher_resumes_with_what_it_missed()
    {
        var kept = await fixture.CreateAsync();
        var gone = await fixture.CreateAsync();
        long revision;
        await using (var watcher = await Watcher.StartAsync(fixture.Api, 0)) revision = (await watcher.NextAsync()).Revision;
        await fixture.Client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = kept, Timeout = 9 });
        await fixture.Client.CallAsync("DeleteFunction", new { FunctionName = gone });
        await using var again = await Watcher.StartAsync(fixture.Api, revision);
        var missed = await again.NextAsync();
        Assert.False(missed.Reset);
        Assert.Equal(9000, missed.Changed.Single(c => c.Key.Function == kept).Versions[0].TimeoutMs);
        Assert.Contains(missed.Deleted, d => d.Function == gone);
        await using var future = await Watcher.StartAsync(fixture.Api, missed.Revision + 1_000_000);
        Assert.True((await future.NextAsync()).Reset);
    }

    [Fact]
    public async Task Another_replica_tells_its_watchers_and_waits_for_ours()
    {
        var name = await fixture.CreateAsync();
        await using var second = await fixture.StartAnotherAsync();
        await using var watcher = await Watcher.StartAsync(fixture.Api, 0);
        await watcher.AcknowledgeAsync(await watcher.NextAsync());
        var writing = second.Client.CallAsync("CreateAlias", new { FunctionName = name, Name = "far", FunctionVersion = "$LATEST" });
        var change = await watcher.NextAsync();
        Assert.Contains(Assert.Single(change.Changed).Aliases, a => a.Name == "far");
        Assert.False(writing.IsCompleted);
        await watcher.AcknowledgeAsync(change);
        Assert.False((await writing).TryGetProperty("Error", out _));
        Assert.Equal("$LATEST", (await fixture.Client.CallAsync("GetAlias", new { FunctionName = name, Name = "far" })).GetProperty("FunctionVersion").GetString());
    }

    [Fact]
    public async Task A_restart_takes_up_functions_that_were_left_in_a_passing_state()
    {
        var creating = await fixture.CreateAsync();
        var deleting = await fixture.CreateAsync();
        await using (var source = fixture.Database.OpenDataSource())
        {
            await using var command = source.CreateCommand(
                $"""
                UPDATE control.function_version SET status = 'Creating' WHERE function_id = (SELECT id FROM control.function WHERE name = '{creating}');
                UPDATE control.function_version SET status = 'Deleting' WHERE function_id = (SELECT id FROM control.function WHERE name = '{deleting}');
                UPDATE control.function SET deleting = true WHERE name = '{deleting}'
                """);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var restarted = await fixture.StartAnotherAsync();
        var functions = (Functions.IFunctionService)restarted.Services.GetService(typeof(Functions.IFunctionService))!;
        Assert.Equal(Core.Functions.FunctionStatus.Active, (await functions.WaitAsync("default", creating, null, Cancel)).Status);
        Assert.Equal("ResourceNotFound.Function", (await Assert.ThrowsAsync<Core.Errors.ScfException>(() => functions.WaitAsync("default", deleting, null, Cancel))).Code);
    }

    private static GrpcChannel Channel(ApiProcess api) => GrpcChannel.ForAddress($"http://127.0.0.1:{api.InternalPort}");

    private async Task<string> SpecIdAsync(string name)
    {
        using var channel = Channel(fixture.Api);
        var catalog = new Contracts.Internal.V1.Catalog.CatalogClient(channel);
        return (await catalog.ResolveAsync(new() { Key = new() { Namespace = "default", Function = name } }, Key, cancellationToken: Cancel)).Route.Versions[0].SpecId;
    }

    private sealed class Watcher(GrpcChannel channel, AsyncDuplexStreamingCall<WatchRequest, WatchResponse> call) : IAsyncDisposable
    {
        public static async Task<Watcher> StartAsync(ApiProcess api, long resume)
        {
            var channel = Channel(api);
            var call = new Contracts.Internal.V1.Catalog.CatalogClient(channel).Watch(Key, cancellationToken: Cancel);
            await call.RequestStream.WriteAsync(new() { Start = new() { Watcher = "test", ResumeRevision = resume } }, Cancel);
            return new(channel, call);
        }

        public async Task<WatchResponse> NextAsync() =>
            await call.ResponseStream.MoveNext(Cancel) ? call.ResponseStream.Current : throw new InvalidOperationException("The stream has ended.");

        public Task AcknowledgeAsync(WatchResponse message) => call.RequestStream.WriteAsync(new() { AcknowledgedRevision = message.Revision }, Cancel);

        public ValueTask DisposeAsync()
        {
            call.Dispose();
            channel.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
