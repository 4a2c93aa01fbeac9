using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Leases;
using ScfAspire.Dispatch.Links;
using ScfAspire.Dispatch.Telemetry;
using ScfAspire.Dispatch.Tests.Doubles;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Simulation;
using ScfAspire.Transport.Frames;

namespace ScfAspire.Dispatch.Tests.Links;

/// <summary>Whole invocations against a simulated agent over a real socket; leases come from a scheduler of the test's own.</summary>
public abstract partial class LinkTests(FrameConnections connections) : IAsyncLifetime
{
    private readonly SimulatedAgent _agent = new();
    private readonly SimulatedAgent _other = new();
    private readonly RecordedCalls _records = new();
    private readonly DispatchOptions _options = new();
    private readonly GivingScheduler _scheduler = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private LinkPool _links = null!;
    private Dispatcher _dispatcher = null!;
    private DispatchTelemetry _telemetry = null!;

    public async ValueTask InitializeAsync()
    {
        await _agent.StartAsync();
        await _other.StartAsync();
        Build(SimulatedAgent.Key);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _links.DisposeAsync();
        await _agent.DisposeAsync();
        await _other.DisposeAsync();
        _telemetry.Dispose();
        await _meters.DisposeAsync();
    }

    [Fact]
    public async Task An_event_comes_back_with_what_the_agent_says_of_it()
    {
        InvokeFrame? seen = null;
        _agent.OnCall = call =>
        {
            seen = call.Invoke;
            call.Link.Answer(call.CallId, "{\"ok\":1}"u8, new OutcomeFrame { StatusCode = 200, DurationMicroseconds = 5, BilledMilliseconds = 1, MemoryUsedBytes = 7, SpoolSequence = 3, LogTail = "log" });
            return Task.CompletedTask;
        };
        var result = await InvokeAsync("{\"a\":1}"u8.ToArray());
        Assert.Equal(200, result.StatusCode);
        Assert.Equal("{\"ok\":1}", Encoding.UTF8.GetString(result.Body.Span));
        Assert.Equal((5L, 1L, 7L, "log", "$LATEST"), (result.DurationMicroseconds, result.BilledMilliseconds, result.MemoryUsedBytes, result.LogTail, result.Version));
        Assert.Equal((result.RequestId, 3_000u, InvokeMode.Event), (seen!.RequestId, seen.TimeLimitMs, seen.Mode));
        Assert.Empty(_records.All);
    }

    [Fact]
    public async Task A_large_event_and_result_pass_both_windows()
    {
        var payload = new byte[3_000_000];
        Random.Shared.NextBytes(payload);
        Assert.Equal(payload, (await InvokeAsync(payload)).Body.ToArray());
    }

    [Fact]
    public async Task Many_calls_share_one_link()
    {
        _scheduler.Concurrency = 64;
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => InvokeAsync(Encoding.UTF8.GetBytes($"{i}"))));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), results.Select(result => Encoding.UTF8.GetString(result.Body.Span)));
        Assert.Single(_agent.Links);
    }

    [Fact]
    public async Task Calls_of_many_threads_reach_the_agent_in_the_order_of_their_ids()
    {
        _scheduler.Concurrency = 1_000;
        await InvokeAsync("0"u8.ToArray());
        ConcurrentQueue<uint> ids = [];
        _agent.OnCall = call =>
        {
            ids.Enqueue(call.CallId);
            call.Link.Answer(call.CallId, "1"u8, new OutcomeFrame { StatusCode = 200, SpoolSequence = 1 });
            return Task.CompletedTask;
        };
        await Parallel.ForEachAsync(Enumerable.Range(0, 5_000), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (_, _) => await InvokeAsync("1"u8.ToArray()));
        Assert.Equal(5_000, ids.Count);
        Assert.Equal(ids.Order(), ids);
    }

    [Fact]
    public async Task A_link_holds_no_more_records_than_its_limit_and_keeps_the_latest()
    {
        _options.HeldLimit = 2;
        var sequence = 0UL;
        _agent.OnCall = call =>
        {
            if (++sequence == 4) call.Link.Break();
            else call.Link.Answer(call.CallId, "1"u8, new OutcomeFrame { StatusCode = 200, SpoolSequence = sequence, DurationMicroseconds = (long)sequence });
            return Task.CompletedTask;
        };
        for (var i = 0; i < 4; i++) await InvokeAsync("1"u8.ToArray());
        await Eventually.TrueAsync(() => _records.All.Count == 3, "two held records and the lost call's");
        Assert.Equal([2, 3], _records.All.Where(record => record.StatusCode == 200).Select(record => record.DurationUs));
    }

    [Fact]
    public async Task A_call_that_the_function_never_saw_is_sent_again_elsewhere()
    {
        _agent.OnCall = call =>
        {
            _scheduler.Agent = _other;
            call.Link.Answer(call.CallId, default, new OutcomeFrame { StatusCode = 500, NeverSaw = true, InstanceGone = true });
            return Task.CompletedTask;
        };
        Assert.Equal(200, (await InvokeAsync("1"u8.ToArray())).StatusCode);
        Assert.Empty(_records.All);
    }

    [Fact]
    public async Task A_call_that_nobody_takes_fails_after_a_few_tries_and_is_recorded_unbilled()
    {
        _agent.OnCall = call =>
        {
            call.Link.Answer(call.CallId, default, new OutcomeFrame { StatusCode = 500, NeverSaw = true });
            return Task.CompletedTask;
        };
        var result = await InvokeAsync("1"u8.ToArray());
        Assert.Equal((500, true), (result.StatusCode, result.NeverRan));
        var record = Assert.Single(_records.All);
        Assert.Equal((500, 0L), (record.StatusCode, record.BilledMs));
    }

    [Fact]
    public async Task A_lost_link_fails_its_calls_once_and_sends_every_record_that_it_held()
    {
        await InvokeAsync("1"u8.ToArray());
        _agent.OnCall = call =>
        {
            call.Link.Break();
            return Task.CompletedTask;
        };
        var lost = await InvokeAsync("2"u8.ToArray());
        Assert.Equal((500, false), (lost.StatusCode, lost.NeverRan));
        await Eventually.TrueAsync(() => _records.All.Count == 2, "both records");
        Assert.Equal([200, 500], _records.All.Select(record => record.StatusCode).Order());
        Assert.All(_records.All, record => Assert.Equal(RecordSource.Dispatch, record.Source));
    }

    [Fact]
    public async Task Shipped_records_are_not_sent_again()
    {
        var answered = new TaskCompletionSource();
        _agent.OnCall = call =>
        {
            call.Link.Answer(call.CallId, "1"u8, new OutcomeFrame { StatusCode = 200, SpoolSequence = 9 });
            call.Link.Send(frames => LinkFrames.WriteShipped(frames, 9));
            return Task.CompletedTask;
        };
        await InvokeAsync("1"u8.ToArray());
        _agent.OnCall = call =>
        {
            answered.SetResult();
            call.Link.Break();
            return Task.CompletedTask;
        };
        await InvokeAsync("2"u8.ToArray());
        await answered.Task;
        Assert.Equal(500, Assert.Single(_records.All).StatusCode);
    }

    [Fact]
    public async Task A_caller_that_goes_cancels_the_call_and_its_slot_stays_taken_until_the_agent_answers()
    {
        var arrived = new TaskCompletionSource<SimulatedCall>();
        _agent.OnCall = call =>
        {
            arrived.TrySetResult(call);
            return Task.CompletedTask;
        };
        using var gone = new CancellationTokenSource();
        var running = InvokeAsync("1"u8.ToArray(), gone: gone);
        var call = await arrived.Task;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Eventually.TrueAsync(() => call.Link.Cancelled.Contains((call.CallId, CancelReason.CallerGone)), "CANCEL");
        var pool = _scheduler.Pools!.Find("s")!;
        Assert.Equal(1, pool.InFlight);
        call.Link.Answer(call.CallId, default, new OutcomeFrame { StatusCode = 499, SpoolSequence = 1 });
        await Eventually.TrueAsync(() => pool.InFlight == 0, "the slot is free");
    }

    [Theory]
    [InlineData(FunctionType.Event)]
    [InlineData(FunctionType.Http)]
    public async Task After_a_cancellation_nothing_of_the_body_is_sent_any_more(FunctionType type)
    {
        _agent.GrantsCredit = false;
        _scheduler.Route.Versions[0].Type = type;
        using var gone = new CancellationTokenSource();
        var body = new byte[3_000_000];
        var running = type == FunctionType.Event ? InvokeAsync(body, gone: gone) : InvokeHttpAsync(body, new CollectedResponse(), gone.Token);
        await Eventually.TrueAsync(() => _agent.Links.FirstOrDefault()?.Received.Contains(FrameKind.Data) == true, "the first window");
        var link = _agent.Links.First();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Eventually.TrueAsync(() => link.Received.Contains(FrameKind.Cancel), "CANCEL");
        link.Send(frames =>
        {
            LinkFrames.WriteWindow(frames, 1, 4_000_000);
            LinkFrames.WritePing(frames, 1);
        });
        await Eventually.TrueAsync(() => link.Received.Contains(FrameKind.Pong), "PONG, which follows whatever the credit brought about");
        Assert.DoesNotContain(FrameKind.Data, link.Received.SkipWhile(kind => kind != FrameKind.Cancel));
    }

    [Fact]
    public async Task A_head_that_follows_a_cancellation_does_not_excuse_the_outcome()
    {
        _options.DeadlineGrace = TimeSpan.FromSeconds(1);
        _scheduler.Route.Versions[0].Type = FunctionType.Http;
        var arrived = new TaskCompletionSource<SimulatedCall>();
        _agent.OnCall = call =>
        {
            arrived.TrySetResult(call);
            return Task.CompletedTask;
        };
        using var gone = new CancellationTokenSource();
        var running = InvokeHttpAsync("1"u8.ToArray(), new CollectedResponse(), gone.Token);
        var call = await arrived.Task;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        call.Link.Send(frames => new HeadFrame(200, false, []).WriteTo(frames, call.CallId));
        await Eventually.TrueAsync(() => _scheduler.Pools!.Find("s")!.InFlight == 0, "the call is given up");
        Assert.Equal([SlotEnd.Lapse], _scheduler.Released);
    }

    [Fact]
    public async Task An_agent_without_the_key_gets_no_call()
    {
        Build("another key another key another key");
        var result = await InvokeAsync("1"u8.ToArray());
        Assert.Equal((500, true), (result.StatusCode, result.NeverRan));
        Assert.Contains("proof", result.ErrorMessage, StringComparison.Ordinal);
    }

    // The second is no path that any socket could have.
    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public async Task An_agent_that_cannot_be_reached_keeps_its_instance_and_the_call_its_slot_no_longer(int pathLength)
    {
        _scheduler.Address = "unix:/" + new string('x', pathLength);
        var result = await InvokeAsync("1"u8.ToArray());
        Assert.Equal((500, true), (result.StatusCode, result.NeverRan));
        Assert.Equal(Enumerable.Repeat(SlotEnd.Lapse, _options.MaxAttempts), _scheduler.Released);
        Assert.Equal(0, _scheduler.Pools!.Find("s")!.InFlight);
    }

    [Fact]
    public async Task A_link_beyond_the_machine_is_refused_without_tls()
    {
        _scheduler.Address = "tcp:192.0.2.1:1";
        var result = await InvokeAsync("1"u8.ToArray());
        Assert.Equal((500, true), (result.StatusCode, result.NeverRan));
        Assert.EndsWith("a TCP link beyond this machine needs TLS: set SCF_LINK_CERT_FILE, SCF_LINK_KEY_FILE and SCF_LINK_CA_FILE.", result.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_never_answers_a_call_keeps_its_instance()
    {
        _options.DeadlineGrace = TimeSpan.FromMilliseconds(1);
        _scheduler.Route.Versions[0].TimeoutMs = 1;
        _agent.OnCall = _ => Task.CompletedTask;
        var result = await InvokeAsync("1"u8.ToArray());
        Assert.Equal((500, false), (result.StatusCode, result.NeverRan));
        Assert.Equal([SlotEnd.Lapse], _scheduler.Released);
    }

    [Fact]
    public async Task A_link_that_breaks_in_a_call_leaves_the_instance_to_the_scheduler()
    {
        _agent.OnCall = call =>
        {
            call.Link.Break();
            return Task.CompletedTask;
        };
        Assert.Equal(500, (await InvokeAsync("1"u8.ToArray())).StatusCode);
        Assert.Equal([SlotEnd.GiveUp], _scheduler.Released);
    }

    [Fact]
    public async Task After_goaway_new_calls_take_a_new_link_and_open_ones_end_on_the_old()
    {
        var held = new TaskCompletionSource<SimulatedCall>();
        _scheduler.Concurrency = 2;
        _agent.OnCall = call =>
        {
            held.TrySetResult(call);
            return Task.CompletedTask;
        };
        var first = InvokeAsync("1"u8.ToArray());
        var call = await held.Task;
        _agent.OnCall = next =>
        {
            next.Link.Answer(next.CallId, next.Body, new OutcomeFrame { StatusCode = 200 });
            return Task.CompletedTask;
        };
        var link = await _links.GetAsync(new AgentAddress(_agent.AgentId, _agent.LinkAddress), TestContext.Current.CancellationToken);
        call.Link.Send(frames => new GoAwayFrame(GoAwayCode.Leaving, "bye").WriteTo(frames));
        await Eventually.TrueAsync(() => !link.TakesCalls, "GOAWAY was read");
        Assert.Equal(200, (await InvokeAsync("2"u8.ToArray())).StatusCode);
        call.Link.Answer(call.CallId, "1"u8, new OutcomeFrame { StatusCode = 200 });
        Assert.Equal(200, (await first).StatusCode);
        Assert.Equal(2, _agent.Links.Count);
    }

    [Fact]
    public async Task A_web_call_streams_both_ways()
    {
        _scheduler.Route.Versions[0].Type = FunctionType.Http;
        _agent.OnCall = call =>
        {
            call.Link.Send(frames => new HeadFrame(201, false, [new("X-A", "b")]).WriteTo(frames, call.CallId));
            call.Link.Answer(call.CallId, call.Body, new OutcomeFrame { StatusCode = 200 });
            return Task.CompletedTask;
        };
        var body = new byte[200_000];
        Random.Shared.NextBytes(body);
        var sink = new CollectedResponse();
        var result = await InvokeHttpAsync(body, sink, TestContext.Current.CancellationToken);
        Assert.Equal((200, 201), (result.StatusCode, sink.Status));
        Assert.Equal([new("X-A", "b")], sink.Headers);
        Assert.Equal(body, sink.Body.ToArray());
    }

    [Theory]
    [InlineData("g", "", 435)]
    [InlineData("f", "7", 442)]
    public async Task What_does_not_exist_is_neither_run_nor_recorded(string function, string qualifier, int status)
    {
        var result = await InvokeAsync("1"u8.ToArray(), function: function, qualifier: qualifier);
        Assert.Equal((status, true), (result.StatusCode, result.NeverRan));
        Assert.Contains($"\"statusCode\":{status}", Encoding.UTF8.GetString(result.Body.Span), StringComparison.Ordinal);
        Assert.Empty(_records.All);
    }

    [Fact]
    public async Task A_refusal_is_recorded_with_its_log_and_not_billed()
    {
        _scheduler.Refusal = new Refusal(437, "no handler", "init log", "{\"errorCode\":-1}");
        var result = await InvokeAsync("1"u8.ToArray());
        Assert.Equal((437, "{\"errorCode\":-1}"), (result.StatusCode, Encoding.UTF8.GetString(result.Body.Span)));
        var record = Assert.Single(_records.All);
        Assert.Equal((437, 0L, "init log"), (record.StatusCode, record.BilledMs, record.Log));
    }

    private void Build(string key)
    {
        var options = Options.Create(_options);
        var identity = DispatchIdentity.New("test", TimeProvider.System);
        _links = new LinkPool(new LinkConnector(new InternalKey(key), LinkTls.None, identity, options, _records, connections, TimeProvider.System, NullLogger<AgentLink>.Instance));
        var pools = new LeasePools(options, TimeProvider.System) { Scheduler = _scheduler };
        (_scheduler.Pools, _scheduler.Agent) = (pools, _agent);
        _telemetry = new DispatchTelemetry(_meters.GetRequiredService<IMeterFactory>());
        _dispatcher = new Dispatcher(_scheduler, pools, _links, _records, _telemetry, options, TimeProvider.System, NullLogger<Dispatcher>.Instance);
    }

    private Task<InvocationResult> InvokeHttpAsync(byte[] body, CollectedResponse response, CancellationToken cancellationToken) => _dispatcher.InvokeHttpAsync(
        new HttpInvocation
        {
            RequestId = Guid.CreateVersion7(), Namespace = "default", Function = "f", Qualifier = "", InvokeType = "Http", Method = "POST", Target = "/x?y=1",
            Headers = [new("Host", "h")], Body = PipeReader.Create(new MemoryStream(body)), BodyLength = body.Length,
        },
        response, cancellationToken);

    private Task<InvocationResult> InvokeAsync(byte[] body, string function = "f", string qualifier = "", CancellationTokenSource? gone = null, bool untilEnd = false) => _dispatcher.InvokeAsync(
        new EventInvocation { RequestId = Guid.CreateVersion7(), Namespace = "default", Function = function, Qualifier = qualifier, InvokeType = "RequestResponse", Event = body, UntilEnd = untilEnd },
        gone?.Token ?? TestContext.Current.CancellationToken);
}
