using System.Diagnostics;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Lifecycles;

/// <summary>However the platform ends, nothing of it is left.</summary>
[Collection(OneAtATime.Name)]
public sealed class StopTests
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_signal_stops_everything_within_eight_seconds(int signal)
    {
        await using var platform = await TestKit.Platforms.Platform.StartAsync(cancellationToken: Cancellation);
        await RunSomethingAsync(platform);
        var tree = platform.ProcessTree();
        var started = Stopwatch.GetTimestamp();

        var code = await platform.SignalAsync(signal);

        // The limit is the interface's promise, not a measure of this machine.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(8), $"Stopping took {Stopwatch.GetElapsedTime(started)}.");
        Assert.Equal(0, code);
        AssertGone(tree);
    }

    [Fact]
    public async Task Sigkill_of_the_runner_leaves_nothing()
    {
        await using var platform = await TestKit.Platforms.Platform.StartAsync(cancellationToken: Cancellation);
        await RunSomethingAsync(platform);
        var tree = platform.ProcessTree();
        Assert.True(tree.Count > 8, $"The runner, seven processes and a sandbox are expected: {Describe(tree)}");

        await platform.SignalAsync(Kill);

        await UntilGoneAsync(tree);
    }

    private static async Task RunSomethingAsync(TestKit.Platforms.Platform platform)
    {
        using var scf = new ScfCaller(platform);
        await scf.CreateFunctionAsync("stopped", "Python3.10", CodeZip.Of(("index.py", "def main_handler(event, context):\n    return event\n")), Cancellation);
        var result = await scf.InvokeAsync("stopped", """{"a":1}""", Cancellation);
        Assert.Equal("""{"a":1}""", ((string?)result["RetMsg"])?.Replace(" ", "", StringComparison.Ordinal));
    }

    /// <summary>The kernel ends the processes one after the other: what counts is that all of them end.</summary>
    private static async Task UntilGoneAsync(IReadOnlyList<int> tree)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (tree.Any(Processes.IsAlive))
        {
            if (patience.IsCancellationRequested) AssertGone(tree);
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
        }
    }

    private static void AssertGone(IReadOnlyList<int> tree)
    {
        var left = tree.Where(Processes.IsAlive).ToList();
        Assert.True(left.Count == 0, $"Still running: {Describe(left)}");
    }

    private static string Describe(IReadOnlyList<int> pids) => string.Join("; ", pids.Select(pid => $"{pid} {Processes.CommandLine(pid)}"));
}
