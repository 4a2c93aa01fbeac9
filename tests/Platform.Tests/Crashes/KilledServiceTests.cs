using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Crashes;

/// <summary>Any process may be killed at any moment: it comes back, no record is lost or doubled, no accepted event is lost, no sandbox is left.</summary>
[Collection(OneAtATime.Name)]
public sealed class KilledServiceTests
{
    private const int Calls = 500;
    private const int Callers = 8;

    // An event whose run a kill ended is run again after a minute, by the SCF interface: that has to fit in.
    private static readonly TimeSpan LastEvent = TimeSpan.FromSeconds(150);

    private const string Function = "worker";
    private static readonly string[] Services = ["scheduler", "trigger", "metering", "agent", "api"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_calls_survive_a_kill_of_each_service()
    {
        await using var platform = await TestKit.Platforms.Platform.StartAsync(cancellationToken: Cancellation);
        using var scf = new ScfCaller(platform);
        await scf.CreateFunctionAsync(
            Function, "Python3.10", CodeZip.Of(("index.py", "import time\ndef main_handler(event, context):\n    time.sleep(0.02)\n    return event\n")), Cancellation);
        Assert.Equal(0, (int)(await scf.InvokeAsync(Function, "0", Cancellation))["InvokeResult"]!);

        using var load = new Load(scf);
        var running = load.RunAsync();
        var sandboxes = new List<int>();
        for (var kill = 0; kill < Services.Length; kill++)
        {
            await load.UntilAsync((kill + 1) * Calls / (Services.Length + 1));
            if (Services[kill] == "agent") sandboxes.AddRange(Processes.Tree(platform.PidOf("agent")));
            await platform.KillAsync(Services[kill], Cancellation);
            await UntilServedAsync(scf);
        }
        await running;

        Assert.True(load.Finished.Count > Calls / 4, $"Only {load.Finished.Count} of {Calls} calls finished: {string.Join("; ", load.Faults.Distinct().Take(5))}\n{platform.LogTails()}");
        var left = sandboxes.Where(Processes.IsAlive).ToList();
        Assert.True(left.Count == 0, $"Left by the killed agent: {string.Join("; ", left.Select(Processes.CommandLine))}");
        await AssertRecordsAsync(scf, load, platform);
        TestContext.Current.TestOutputHelper?.WriteLine($"{load.Finished.Count} calls and {load.Accepted.Count} events ended well in their records; {load.Faults.Count} callers met a service that was down.");
    }

    /// <summary>Calls until one succeeds; the test's own time-out ends a platform that never serves again.</summary>
    private static async Task UntilServedAsync(ScfCaller scf)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                if ((int)(await scf.InvokeAsync(Function, "0", patience.Token))["InvokeResult"]! == 0) return;
            }
            catch (Exception exception) when (exception is HttpRequestException or ScfCallException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
            }
        }
    }

    private static async Task AssertRecordsAsync(ScfCaller scf, Load load, TestKit.Platforms.Platform platform)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(LastEvent);
        while (true)
        {
            var records = await RecordsAsync(scf);
            var perCall = records.GroupBy(record => (Id: (string)record["RequestId"]!, Retry: (int?)record["RetryNum"] ?? 0)).ToDictionary(group => group.Key, group => group.Count());
            var twice = perCall.Where(pair => pair.Value > 1).Select(pair => $"{pair.Key.Id}/{pair.Key.Retry}").ToList();
            Assert.True(twice.Count == 0, $"Recorded more than once: {string.Join(", ", twice)}");
            var succeeded = records.Where(record => (int)record["RetCode"]! == 0).Select(record => (string)record["RequestId"]!).ToHashSet();
            var lostCalls = load.Finished.Keys.Where(id => !perCall.ContainsKey((id, 0))).ToList();
            var lostEvents = load.Accepted.Keys.Where(id => !succeeded.Contains(id)).ToList();
            if (lostCalls.Count == 0 && lostEvents.Count == 0) return;
            if (patience.IsCancellationRequested)
            {
                Assert.Fail($"Of {load.Finished.Count} calls {lostCalls.Count} have no record ({string.Join(", ", lostCalls.Take(3))}); of {load.Accepted.Count} events "
                    + $"{lostEvents.Count} have not run ({string.Join(", ", lostEvents.Take(3))}).\n{platform.LogTails()}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500), Cancellation);
        }
    }

    private static async Task<List<JsonObject>> RecordsAsync(ScfCaller scf)
    {
        const int page = 100;
        var records = new List<JsonObject>();
        while (true)
        {
            var answer = await scf.CallAsync(
                "GetFunctionLogs", new JsonObject { ["FunctionName"] = Function, ["Offset"] = records.Count, ["Limit"] = page, ["Order"] = "asc", ["OrderBy"] = "start_time" }, Cancellation);
            var data = answer["Data"]!.AsArray();
            records.AddRange(data.Select(record => record!.AsObject()));
            if (data.Count < page) return records;
        }
    }

    /// <summary>Callers that go on while services come and go, and remember what was answered.</summary>
    private sealed class Load(ScfCaller scf) : IDisposable
    {
        private readonly SemaphoreSlim _ended = new(0);
        private int _next;
        private int _done;

        /// <summary>Synchronous calls that came to an end, by request id.</summary>
        public ConcurrentDictionary<string, bool> Finished { get; } = new();

        /// <summary>Events that were accepted, by request id.</summary>
        public ConcurrentDictionary<string, bool> Accepted { get; } = new();

        public ConcurrentBag<string> Faults { get; } = [];

        public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync()));

        /// <summary>Returns when <paramref name="count"/> calls have ended, well or not.</summary>
        public async Task UntilAsync(int count)
        {
            while (Volatile.Read(ref _done) < count) await _ended.WaitAsync(Cancellation);
        }

        public void Dispose() => _ended.Dispose();

        private async Task CallAsync()
        {
            while (Interlocked.Increment(ref _next) is var number && number <= Calls)
            {
                var isEvent = number % 5 == 0;
                try
                {
                    var result = await scf.InvokeAsync(Function, $"{number}", Cancellation, isEvent ? "Event" : "RequestResponse");
                    (isEvent ? Accepted : Finished)[(string)result["FunctionRequestId"]!] = true;
                    if ((int)result["InvokeResult"]! != 0) Faults.Add($"{result["InvokeResult"]}: {result["ErrMsg"]}");
                }
                catch (Exception exception) when (exception is HttpRequestException or ScfCallException)
                {
                    // What a caller gets while the service it talks to is down: an outcome that it cannot know.
                    Faults.Add(exception.Message);
                    await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
                }
                Interlocked.Increment(ref _done);
                _ended.Release();
            }
        }
    }
}
