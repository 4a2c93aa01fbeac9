using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Scheduler;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Redis;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Dispatch.Tests.Whole;

/// <summary>A service with Dispatch, the real Scheduler on a real Redis, a simulated agent, and a control plane of the test's own.</summary>
public sealed class WholePathTests : IAsyncLifetime
{
    private readonly ControlPlane _plane = new();
    private readonly SimulatedAgent _agent = new();
    private readonly List<IAsyncDisposable> _owned = [];
    private string _schedulerPort = "0";
    private RedisServer _redis = null!;
    private WebApplication _scheduler = null!;
    private WebApplication _service = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        var control = Service();
        control.Services.AddSingleton(_plane);
        var app = control.Build();
        app.MapGrpcService<ControlPlane.CatalogService>();
        app.MapGrpcService<ControlPlane.MeteringService>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        _owned.Add(app);
        var controlUrl = app.Urls.First();
        await StartSchedulerAsync(controlUrl);
        var service = Service($"--services:api:internal:0={controlUrl}", $"--services:metering:internal:0={controlUrl}", $"--services:scheduler:internal:0={_scheduler.Urls.First()}");
        service.AddDispatch("trigger");
        _service = service.Build();
        await _service.StartAsync(TestContext.Current.CancellationToken);
        await _agent.StartAsync();
        _ = _agent.ReportToAsync(_scheduler.Urls.First());
        await Eventually.TrueAsync(() => _plane.Acknowledged.Count == 2, "both watch the catalog");
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _agent.DisposeAsync();
        await _scheduler.DisposeAsync();
        foreach (var owned in _owned) await owned.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_call_finds_its_way_and_a_warm_one_asks_nobody()
    {
        _plane.Put("f");
        var cold = await InvokeAsync("f");
        Assert.Equal((200, "1", 1_000L), (cold.StatusCode, Encoding.UTF8.GetString(cold.Body.Span), cold.ColdStartMicroseconds));
        var resolves = _plane.Resolves;
        for (var i = 0; i < 20; i++)
        {
            var warm = await InvokeAsync("f");
            Assert.Equal((200, 0L), (warm.StatusCode, warm.ColdStartMicroseconds));
        }

        Assert.Equal(resolves, _plane.Resolves);
        Assert.Single(_agent.Starts);
    }

    [Fact]
    public async Task A_change_is_served_once_it_is_acknowledged_and_ends_the_old_instances()
    {
        _plane.Put("f");
        await InvokeAsync("f");
        var changed = _plane.Put("f");
        await Eventually.TrueAsync(() => _plane.Acknowledged.Where(watcher => watcher.Key.StartsWith("trigger", StringComparison.Ordinal)).All(watcher => watcher.Value >= changed.Revision), "acknowledged");
        Assert.Equal(200, (await InvokeAsync("f")).StatusCode);
        Assert.Equal(changed.Versions[0].SpecId, _agent.Starts.Last().SpecId);
        await Eventually.TrueAsync(() => _agent.Stops.Any(stop => stop.InstanceId == _agent.Starts.First().InstanceId), "the old instance ends");
    }

    [Fact]
    public async Task A_restarted_scheduler_finds_instances_and_leases_again_while_calls_go_on()
    {
        _plane.Put("f");
        await InvokeAsync("f");
        _schedulerPort = new Uri(_scheduler.Urls.First()).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await _scheduler.DisposeAsync();
        Assert.Equal(200, (await InvokeAsync("f")).StatusCode);
        await StartSchedulerAsync(((WebApplication)_owned[0]).Urls.First());
        _plane.Put("g");
        Assert.Equal(200, (await InvokeAsync("g")).StatusCode);
        Assert.Equal(200, (await InvokeAsync("f")).StatusCode);
        Assert.Equal(2, _agent.Starts.Count);
    }

    [Fact]
    public async Task A_call_whose_link_breaks_is_recorded_by_dispatch()
    {
        _plane.Put("f");
        _agent.OnCall = call =>
        {
            call.Link.Break();
            return Task.CompletedTask;
        };
        Assert.Equal(500, (await InvokeAsync("f")).StatusCode);
        await Eventually.TrueAsync(() => !_plane.Batches.IsEmpty, "the record is sent");
        Assert.True(_plane.Batches.TryPeek(out var batch));
        Assert.Equal((1L, 500), (batch.Sequence, Assert.Single(batch.Records).StatusCode));
        Assert.StartsWith("trigger/", batch.Source, StringComparison.Ordinal);
    }

    private async Task StartSchedulerAsync(string controlUrl)
    {
        _scheduler = SchedulerHost.Build(
        [
            $"--{ScfEnvironment.InternalKey}={SimulatedAgent.Key}", $"--{ScfEnvironment.InternalPort}={_schedulerPort}", $"--ConnectionStrings:{ScfEnvironment.RedisConnection}={_redis.ConnectionString}",
            $"--services:api:internal:0={controlUrl}", "--Logging:LogLevel:Default=None",
        ]);
        await _scheduler.StartAsync(TestContext.Current.CancellationToken);
    }

    private static WebApplicationBuilder Service(params string[] args)
    {
        var builder = WebApplication.CreateBuilder([$"--{ScfEnvironment.InternalKey}={SimulatedAgent.Key}", $"--{ScfEnvironment.InternalPort}=0", "--Logging:LogLevel:Default=None", .. args]);
        builder.AddServiceDefaults();
        return builder;
    }

    private Task<InvocationResult> InvokeAsync(string function) => _service.Services.GetRequiredService<IDispatcher>().InvokeAsync(
        new EventInvocation { RequestId = Guid.CreateVersion7(), Namespace = "default", Function = function, Qualifier = "$LATEST", InvokeType = "RequestResponse", Event = "1"u8.ToArray() },
        TestContext.Current.CancellationToken);
}
