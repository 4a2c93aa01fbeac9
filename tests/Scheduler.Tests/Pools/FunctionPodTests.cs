using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Scheduler.Tests.Doubles;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Redis;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>Calls from Dispatch through the Scheduler into pods of real processes: the agent, and a Node runtime beside it.</summary>
public abstract class FunctionPodTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];
    private IFunctionCluster _cluster = null!;
    private CatalogUnderTest _catalog = null!;
    private IDispatcher _dispatcher = null!;

    public async ValueTask InitializeAsync()
    {
        await redis.Server.FlushAsync();
        _cluster = await StartClusterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _owned.Count - 1; i >= 0; i--)
        {
            if (_owned[i] is IHost host) await host.StopAsync(CancellationToken.None);
            await _owned[i].DisposeAsync();
        }

        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_function_is_called_in_a_pod_and_its_record_comes_from_there()
    {
        await StartAsync("exports.main_handler = async (event) => { console.log('hello'); return event.a + 1; };");

        var first = await InvokeAsync("""{"a":1}""");
        var second = await InvokeAsync("""{"a":2}""");

        Assert.Equal((200, "2"), (first.StatusCode, Encoding.UTF8.GetString(first.Body.Span)));
        Assert.Equal((200, "3"), (second.StatusCode, Encoding.UTF8.GetString(second.Body.Span)));
        Assert.Contains("hello", first.LogTail, StringComparison.Ordinal);
        Assert.True(first.ColdStartMicroseconds > 0);
        await Eventually.TrueAsync(() => _catalog.Records.Count == 2, "both records arrive");
        Assert.All(_catalog.Records, entry =>
        {
            Assert.StartsWith("pod/c1/", entry.Source, StringComparison.Ordinal);
            Assert.Equal(("c1", RecordSource.Agent), (entry.Record.Pool, entry.Record.Source));
        });
    }

    [Fact]
    public async Task A_container_that_runs_out_of_memory_is_434()
    {
        using var entered = new TcpListener(_cluster.Host, 0);
        await StartAsync($"exports.main_handler = async () => {{ {Enter(entered)} const all = []; setInterval(() => all.push(Buffer.alloc(4 << 20, 1)), 20); await new Promise(() => {{}}); }};");
        var call = InvokeAsync("{}");
        using var inside = await EnteredAsync(entered, call);
        _cluster.RunOutOfMemory();
        Assert.Equal(434, (await call).StatusCode);
    }

    [Fact]
    public async Task A_pod_that_is_deleted_in_mid_call_ends_the_call_and_the_next_one_has_another_pod()
    {
        using var entered = new TcpListener(_cluster.Host, 0);
        await StartAsync($"exports.main_handler = async (event) => {{ if (!event.stay) return 'fine'; {Enter(entered)} await new Promise(() => {{}}); }};");
        var call = InvokeAsync("""{"stay":true}""");
        using var inside = await EnteredAsync(entered, call);
        var pod = (await _cluster.PodsAsync()).Single();
        await _cluster.DeleteAsync(pod);
        Assert.Contains((await call).StatusCode, new[] { 439, 500 });
        Assert.Equal(200, (await InvokeAsync("{}")).StatusCode);
        Assert.DoesNotContain(await _cluster.PodsAsync(), other => other.Metadata.DeletionTimestamp is null && other.Metadata.Name == pod.Metadata.Name);
    }

    private static async Task<Socket> EnteredAsync(TcpListener listener, Task<InvocationResult> call)
    {
        var accepting = listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask();
        if (await Task.WhenAny(accepting, call) == call) Assert.Fail($"The call ended before its function ran: {(await call).StatusCode} {(await call).ErrorMessage}");
        return await accepting;
    }

    // What a function does so that the test knows it is called.
    private static string Enter(TcpListener listener)
    {
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        return $"require('net').connect({address.Port}, '{address.Address}').on('error', () => {{}});";
    }

    private protected abstract Task<IFunctionCluster> StartClusterAsync();

    private Task<InvocationResult> InvokeAsync(string json) => _dispatcher.InvokeAsync(
        new EventInvocation
        {
            RequestId = Guid.CreateVersion7(), Namespace = "default", Function = "f", Qualifier = "$LATEST", InvokeType = "RequestResponse", WantLogTail = true, Event = Encoding.UTF8.GetBytes(json),
        },
        TestContext.Current.CancellationToken);

    private async Task StartAsync(string code)
    {
        _catalog = await CatalogUnderTest.StartAsync(
            new InstanceSpec
            {
                SpecId = "f/$LATEST/1", Key = new FunctionKey { Namespace = "default", Function = "f" }, FunctionId = "f", Version = "$LATEST", Type = FunctionType.Event, Runtime = "Nodejs20.19",
                Handler = "index.main_handler", MemoryMb = 128, TimeoutMs = 60_000, InitTimeoutMs = 30_000, InstanceConcurrency = 1, PublicNet = true, Region = "local", AppId = "1", Uin = "1",
            },
            Zip(code),
            _cluster.Host);
        _owned.Add(_catalog);
        var port = SchedulerProcess.FreePort();
        var url = $"http://{_cluster.Host}:{port}";
        var scheduler = SchedulerHost.Build(
        [
            .. SchedulerProcess.Arguments(redis.ConnectionString, port), .. _cluster.Arguments, $"--services:api:internal:0={_catalog.Url}", "--Scheduler:DefaultPool=c1", "--Kubernetes:WarmMaximum=0", $"--{ScfEnvironment.BindHost}={_cluster.Host}", "--Kubernetes:PlainLinks=true",
            $"--Kubernetes:Platform:Scheduler={url}", $"--Kubernetes:Platform:Api={_catalog.Url}", $"--Kubernetes:Platform:Metering={_catalog.Url}",
        ]);
        _owned.Add(scheduler);
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateSlimBuilder(
            [$"--{ScfEnvironment.InternalKey}={SimulatedAgent.Key}", $"--services:api:internal:0={_catalog.Url}", $"--services:scheduler:internal:0={url}", $"--services:metering:internal:0={_catalog.Url}", $"--{ScfEnvironment.LinkPlain}=1", "--Logging:LogLevel:Default=None", "--urls=http://127.0.0.1:0"]);
        builder.AddServiceDefaults();
        builder.AddDispatch("test");
        var caller = builder.Build();
        _owned.Add(caller);
        await caller.StartAsync(TestContext.Current.CancellationToken);
        _dispatcher = caller.Services.GetRequiredService<IDispatcher>();
    }

    private static byte[] Zip(string code)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry("index.js").Open());
            writer.Write(code);
        }

        return bytes.ToArray();
    }
}
