using ScfAspire.Contracts.Link;

namespace ScfAspire.Runtimes.Tests;

/// <summary>What a Node function leaves running when its result is there.</summary>
public sealed class NodeLaterWorkTests
{
    [Theory]
    [InlineData("(event, context, callback) => { setTimeout(() => console.log('later'), 20); callback(null, 1); }")]
    [InlineData("async () => { setTimeout(() => console.log('later'), 20); return 1; }")]
    [InlineData("() => { setTimeout(() => setImmediate(() => console.log('later')), 20); return 1; }")]
    [InlineData("(event, context) => { require('child_process').exec('sleep 0.02', () => console.log('later')); context.succeed(1); }")]
    // Work that Node does not list among the active resources.
    [InlineData("(event, context, callback) => { require('crypto').pbkdf2('a', 'b', 4e5, 64, 'sha512', () => console.log('later')); callback(null, 1); }")]
    [InlineData("(event, context, callback) => { require('zlib').gzip(Buffer.alloc(4e7), () => console.log('later')); callback(null, 1); }")]
    public async Task A_result_goes_out_before_the_work_that_follows_it_which_ends_the_call(string handler)
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, $"exports.main_handler = {handler};");
        for (var round = 0; round < 2; round++)
        {
            var call = await node.SendAsync("{}");
            var result = (await node.EndOfAsync(call))!;
            Assert.Equal(("1", true), (result.Text, result.HasLaterWork));
            var done = (await node.ReadUntilAsync(frame => frame.Call == call && frame.Kind != FrameKind.Log))!;
            Assert.Equal((FrameKind.Done, ""), (done.Kind, done.Text));
            Assert.EndsWith($"\t{Bootstrap.RequestId(call)}\tlater\n", node.Log(call), StringComparison.Ordinal);
        }

        Assert.Equal("", node.OutsideLog);
    }

    [Theory]
    [InlineData("async () => 1", 1)]
    [InlineData("(event, context, callback) => { setTimeout(() => callback(null, 1), 5); }", 1)]
    [InlineData("async () => { await new Promise((resolve) => setTimeout(resolve, 5)); return 1; }", 1)]
    [InlineData("async () => { await require('util').promisify(require('zlib').gzip)('x'); return 1; }", 1)]
    [InlineData("async () => { setInterval(() => {}, 1e6).unref(); return 1; }", 1)]
    [InlineData("(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1e6); callback(null, 1); }", 1)]
    // Of several calls at a time, whose work it is cannot be told.
    [InlineData("async () => { setInterval(() => {}, 1e6); return 1; }", 2)]
    public async Task A_result_that_nothing_follows_ends_its_call(string handler, int concurrency)
    {
        await using var node = await Bootstrap.LoadedAsync(Language.Node, $"exports.main_handler = {handler};", concurrency);
        for (var round = 0; round < 2; round++)
        {
            var result = (await node.InvokeAsync("{}")).End;
            Assert.Equal((FrameKind.Result, "1", false), (result.Kind, result.Text, result.HasLaterWork));
        }
    }

    [Fact]
    public async Task An_error_that_nobody_catches_in_later_work_ends_the_call_and_leaves_the_process_alive()
    {
        await using var node = await Bootstrap.LoadedAsync(
            Language.Node, "exports.main_handler = (event, context, callback) => { if (event.bad) setTimeout(() => { throw new Error('late'); }, 20); callback(null, 1); };");
        var call = await node.SendAsync("""{"bad":true}""");
        Assert.True((await node.EndOfAsync(call))!.HasLaterWork);
        var failure = (await node.EndOfAsync(call))!.Failure;
        Assert.Equal(430, failure.StatusCode);
        Assert.StartsWith("Error: late\n    at Timeout._onTimeout (", failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("1", (await node.InvokeAsync("{}")).End.Text);
    }
}
