using System.Globalization;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>
/// One script, run for many items at once. While a run is under way items gather for the next, so that a busy Scheduler needs few round trips and an idle one
/// waits for nothing. All items of a run are one atomic step.
/// </summary>
internal sealed class ScriptBatch(IDatabase db, BatchedScript script)
{
    // A run holds everybody else up for as long as it takes.
    private const int MostItems = 128;

    private readonly string _text = script.Text;
    private readonly Lock _gate = new();
    private Queue<Item> _waiting = new();
    private bool _running;

    /// <summary>Runs the script for one item.</summary>
    /// <param name="keys">The item's own keys.</param>
    /// <param name="arguments">The item's arguments.</param>
    /// <returns>What the script answers for the item.</returns>
    public Task<RedisResult> RunAsync(RedisKey[] keys, RedisValue[] arguments)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(keys.Length, script.Keys);
        ArgumentOutOfRangeException.ThrowIfNotEqual(arguments.Length, script.Arguments);
        var item = new Item(keys, arguments);
        lock (_gate)
        {
            _waiting.Enqueue(item);
            if (_running) return item.Task;
            _running = true;
        }

        _ = RunAllAsync();
        return item.Task;
    }

    private async Task RunAllAsync()
    {
        // Those who come at the same time share the first run.
        await Task.Yield();
        List<Item> batch = [];
        while (Take(batch)) await RunAsync(batch);
    }

    private bool Take(List<Item> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            while (batch.Count < MostItems && _waiting.TryDequeue(out var item)) batch.Add(item);
            if (batch.Count > 0) return true;
            // A burst's queue is not kept for ever.
            if (_waiting.Capacity > 4 * MostItems) _waiting = new();
            return _running = false;
        }
    }

    private async Task RunAsync(List<Item> batch)
    {
        try
        {
            RedisKey[] keys = [.. script.SharedKeys, .. batch.SelectMany(static item => item.Keys)];
            RedisValue[] arguments = [batch.Count.ToString(CultureInfo.InvariantCulture), .. batch.SelectMany(static item => item.Arguments)];
            var answers = (RedisResult[])(await db.ScriptEvaluateAsync(_text, keys, arguments))!;
            for (var i = 0; i < batch.Count; i++) batch[i].TrySetResult(answers[i]);
        }
        catch (Exception e)
        {
            // Theirs to handle: each caller knows what Redis's absence means to it. Those who wait would find it absent too, each run after its own time-out.
            foreach (var item in e is RedisConnectionException or TimeoutException ? batch.Concat(TakeAll()) : batch) item.TrySetException(e);
        }
    }

    private Item[] TakeAll()
    {
        lock (_gate)
        {
            Item[] all = [.. _waiting];
            _waiting.Clear();
            return all;
        }
    }

    private sealed class Item(RedisKey[] keys, RedisValue[] arguments) : TaskCompletionSource<RedisResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public RedisKey[] Keys { get; } = keys;

        public RedisValue[] Arguments { get; } = arguments;
    }
}
