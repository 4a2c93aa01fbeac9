using System.Text;
using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Leases;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Dispatch.Tests.Links;

/// <summary>Functions that run on after their answer.</summary>
public abstract partial class LinkTests
{
    [Fact]
    public async Task An_answer_is_the_callers_at_once_and_the_slot_the_functions_until_its_end()
    {
        var answered = AnswerFirst();
        using var gone = new CancellationTokenSource();
        var result = await InvokeAsync("1"u8.ToArray(), gone: gone);
        Assert.Equal((200, "ok", "log", 5L), (result.StatusCode, Encoding.UTF8.GetString(result.Body.Span), result.LogTail, result.DurationMicroseconds));
        var call = await answered.Task;
        var pool = _scheduler.Pools!.Find("s")!;
        Assert.Equal(1, pool.InFlight);

        await gone.CancelAsync();
        call.Link.Send(frames => LinkFrames.WritePing(frames, 1));
        await Eventually.TrueAsync(() => call.Link.Received.Contains(FrameKind.Pong), "PONG, which follows what the caller's leaving could have brought about");
        Assert.Empty(call.Link.Cancelled);
        call.Link.Send(frames => new OutcomeFrame { StatusCode = 433, InstanceGone = true, SpoolSequence = 1 }.WriteTo(frames, call.CallId));

        await Eventually.TrueAsync(() => pool.InFlight == 0, "the slot is free");
        Assert.Equal([SlotEnd.Discard], _scheduler.Released);
        Assert.Empty(_records.All);
    }

    [Fact]
    public async Task A_link_that_is_lost_after_the_answer_leaves_one_record_of_the_call()
    {
        var answered = AnswerFirst();
        Assert.Equal(200, (await InvokeAsync("1"u8.ToArray())).StatusCode);
        (await answered.Task).Link.Break();
        await Eventually.TrueAsync(() => !_records.All.IsEmpty && _scheduler.Pools!.Find("s")!.InFlight == 0, "the call's end");
        Assert.Equal(500, Assert.Single(_records.All).StatusCode);
    }

    [Fact]
    public async Task Who_waits_until_the_end_learns_how_the_function_ended()
    {
        var answered = AnswerFirst();
        var running = InvokeAsync("1"u8.ToArray(), untilEnd: true);
        var call = await answered.Task;
        call.Link.Send(frames => new OutcomeFrame { StatusCode = 433, ErrorMessage = "too long", SpoolSequence = 1 }.WriteTo(frames, call.CallId));
        var result = await running;
        Assert.Equal((433, "too long"), (result.StatusCode, result.ErrorMessage));
        Assert.Contains("\"statusCode\":433", Encoding.UTF8.GetString(result.Body.Span), StringComparison.Ordinal);
        Assert.Equal(0, _scheduler.Pools!.Find("s")!.InFlight);
    }

    [Fact]
    public async Task A_second_answer_breaks_the_protocol()
    {
        var answered = AnswerFirst();
        Assert.Equal(200, (await InvokeAsync("1"u8.ToArray())).StatusCode);
        var call = await answered.Task;
        call.Link.Send(frames => new OutcomeFrame { StatusCode = 200 }.WriteTo(frames, call.CallId, FrameKind.Answered));
        await Eventually.TrueAsync(() => call.Link.Received.Contains(FrameKind.GoAway), "GOAWAY");
    }

    // The agent answers and leaves it to the test how the call ends.
    private TaskCompletionSource<SimulatedCall> AnswerFirst()
    {
        var answered = new TaskCompletionSource<SimulatedCall>(TaskCreationOptions.RunContinuationsAsynchronously);
        _agent.OnCall = call =>
        {
            call.Link.Send(frames =>
            {
                LinkFrames.WriteData(frames, call.CallId, "ok"u8, end: true);
                new OutcomeFrame { StatusCode = 200, DurationMicroseconds = 5, LogTail = "log" }.WriteTo(frames, call.CallId, FrameKind.Answered);
            });
            answered.TrySetResult(call);
            return Task.CompletedTask;
        };
        return answered;
    }
}
