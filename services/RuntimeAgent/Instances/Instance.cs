using System.Text;
using System.Text.Unicode;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.Contracts.Logs;
using ScfAspire.RuntimeAgent.Logs;
using ScfAspire.RuntimeAgent.Records;
using ScfAspire.RuntimeAgent.Runtimes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>One instance of one function version: takes as many calls as its concurrency allows, ends them in time, and ends with its process.</summary>
internal sealed partial class Instance : IAsyncDisposable
{
    // A cancelled call may still finish by itself, which keeps the instance.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromMilliseconds(500);

    // A process whose connection is gone is going too, or has thrown away what it lived for.
    public static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);

    private readonly ISandbox _sandbox;
    private readonly IFunctionRuntime _runtime;
    private readonly InstanceSpec _spec;
    private readonly InstanceServices _services;
    private readonly string _runtimeKey;
    private readonly RecordTemplate _records;
    private readonly Lock _gate = new();
    private readonly RunningCalls _running;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<InstanceEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InitStory? _init;
    private InvocationLog? _latest;
    private bool _closing;
    private Task? _disposal;

    public Instance(ulong id, InstanceSpec spec, ISandbox sandbox, IFunctionRuntime runtime, InitStory init, InstanceServices services)
    {
        Id = id;
        _spec = spec;
        _sandbox = sandbox;
        _runtime = runtime;
        _init = init;
        _services = services;
        _runtimeKey = WarmProcesses.KeyOf(spec);
        _running = new RunningCalls(services.Time);
        _records = new RecordTemplate(spec, services.Pool, id);
    }

    public ulong Id { get; }

    public string SpecId => _spec.SpecId;

    public int MemoryMb => _spec.MemoryMb;

    public int Concurrency => Math.Max(1, _spec.InstanceConcurrency);

    /// <summary>Completes when the instance takes no more calls, with the reason.</summary>
    public Task<InstanceEnd> Ended => _ended.Task;

    /// <summary>Completes when nothing of the instance is left on the machine, or no more of it can be removed.</summary>
    public Task Removed => _removed.Task;

    /// <summary>Begins to watch the process.</summary>
    public void Open()
    {
        _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        var end = await _sandbox.Ended;
        await _sandbox.OutputEnded;
        _running.EndAll(CallEnd.ProcessEnded);
        var (status, message) = CallFailure.ForExit(end, _spec.MemoryMb);
        Close(status, message);
    }

    /// <summary>Takes what the processes print outside any call: it belongs to the call that runs, or to the latest, or to the first.</summary>
    public void AppendOutput(string text)
    {
        if (Volatile.Read(ref _latest) is { } log) log.AppendUser(text);
        else _init?.Append(text);
    }

    /// <summary>Runs one call to its end and appends its record.</summary>
    public async Task<OutcomeFrame> RunAsync(IInvocation invocation)
    {
        var head = invocation.Head;
        using var call = new RunningCall();
        bool alone;
        lock (_gate)
        {
            if (invocation.IsCancelled) return CallFailure.NeverSaw(CallFailure.CancelledText, _closing, ScfStatus.Cancelled);
            if (!_services.Records.Accepting) return CallFailure.NeverSaw("The agent has no room for the record of another call.", instanceGone: false);
            if (_closing || _running.Count >= Concurrency)
                return CallFailure.NeverSaw(_closing ? "The instance is ending." : "The instance is busy.", _closing);
            _running.Add(call, TimeSpan.FromMilliseconds(head.TimeLimitMs));
            alone = _running.Count == 1;
        }

        invocation.EndWhenCancelled(call);

        CallResult result;
        OutcomeFrame outcome;
        Task? answered;
        try
        {
            // A system call: not under the lock.
            if (alone) _sandbox.ResetPeakMemory();
            (result, outcome, answered) = await RunAsync(invocation, call);
        }
        finally
        {
            Leave(call);
        }

        if (answered is not null) await answered;
        else if (head.Mode == InvokeMode.Event) await SendResultAsync(invocation, result.Body);
        return outcome;
    }

    private async Task<(CallResult Result, OutcomeFrame Outcome, Task? Answered)> RunAsync(IInvocation invocation, RunningCall call)
    {
        var head = invocation.Head;
        var log = new InvocationLog(_services.Time);
        var init = Interlocked.Exchange(ref _init, null);
        InitLog? initLog = null;
        using var run = _services.Telemetry.Begin(_spec, Id, head, coldStart: init is not null);
        if (init is not null)
        {
            log.AppendUser(init.Output);
            initLog = init.ToLog(log.EndInit(), _sandbox.PeakMemoryBytes);
        }

        Volatile.Write(ref _latest, log);
        var start = _services.Time.GetUtcNow();
        var clock = _services.Time.GetTimestamp();
        var facts = new RunFacts(head, log, initLog, init?.ColdStart.TotalUs ?? 0, start, clock);
        // Of several calls at a time none can be told whose the later work is.
        var early = Concurrency == 1 ? new EarlyAnswer(this, invocation, facts) : null;
        _ = call.ObserveAsync(_runtime.InvokeAsync(invocation, run.TraceParent, log, early, call));
        var end = await call.Task;
        var duration = _services.Time.GetElapsedTime(clock);
        var answered = early?.Close();
        if (end == CallEnd.Replied && call.Reply.EndsInstance) await KillAsync(call.Reply.StatusCode, call.Reply.ErrorMessage);
        var result = end == CallEnd.Replied && call.Reply.Kind != ReplyKind.ProcessLost
            ? CallResult.Of(call.Reply, head.RequestId)
            : await EndEarlyAsync(call, end, head);
        var outcome = await FinishAsync(facts, result, duration);
        run.End(_runtimeKey, result.StatusCode, result.ErrorMessage, duration);
        return (result, outcome, answered);
    }

    private static async ValueTask SendResultAsync(IInvocation invocation, ReadOnlyMemory<byte> body)
    {
        try
        {
            await invocation.SendResultAsync(body);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the result; the record tells what it was.
        }
    }

    private async Task<CallResult> EndEarlyAsync(RunningCall call, CallEnd end, InvokeFrame head)
    {
        call.Abort();
        if (end == CallEnd.Cancelled)
        {
            var gone = !await FinishesInGraceAsync(call);
            if (gone) await KillAsync(ScfStatus.Cancelled, CallFailure.CancelledText);
            return CallResult.Failure(ScfStatus.Cancelled, CallFailure.CancelledText, head.RequestId, gone);
        }

        if (end == CallEnd.TimedOut)
        {
            var text = CallFailure.TimeLimitText(head.TimeLimitMs);
            await KillAsync(ScfStatus.TimeLimit, text);
            return CallResult.Failure(ScfStatus.TimeLimit, text, head.RequestId, instanceGone: true);
        }

        // A connection breaks a little before the process has ended, and only its end says why.
        var exit = await EndsInGraceAsync() ?? await KillAsync(0, "");
        var (status, message) = CallFailure.ForExit(exit, _spec.MemoryMb);
        return CallResult.Failure(status, message, head.RequestId, instanceGone: true);
    }

    private async Task<SandboxEnd?> EndsInGraceAsync()
    {
        try
        {
            var end = await _sandbox.Ended.WaitAsync(ExitGrace, _services.Time);
            await _sandbox.OutputEnded;
            return end;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<bool> FinishesInGraceAsync(RunningCall call)
    {
        try
        {
            await call.Finished.WaitAsync(CancelGrace, _services.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<OutcomeFrame> FinishAsync(RunFacts facts, CallResult result, TimeSpan duration)
    {
        var record = Describe(facts, result, duration, ended: true);
        var sequence = _records.TryAppend(record, _services.Records, out var appended) ? appended : await _services.Records.AppendAsync(_records.Encode(record), CancellationToken.None);
        return Outcome(facts, result, record, sequence);
    }

    private RunRecord Describe(in RunFacts facts, CallResult result, TimeSpan duration, bool ended)
    {
        var head = facts.Head;
        _sandbox.DrainOutput();
        var microseconds = (long)duration.TotalMicroseconds;
        // A web function's answer has gone to the caller as it came.
        var withoutResponse = head.Mode == InvokeMode.Http && result.StatusCode == ScfStatus.Success;
        return new RunRecord
        {
            RequestId = head.RequestId,
            RetryNum = head.RetryNum,
            Qualifier = head.Qualifier,
            InvokeType = head.InvokeType,
            StartUnixUs = (facts.Start - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
            DurationUs = microseconds,
            BilledMs = (microseconds + 999) / 1000,
            MemoryUsedBytes = _sandbox.PeakMemoryBytes,
            StatusCode = result.StatusCode,
            RetMsg = withoutResponse ? default : RetMsg(result.Body),
            ErrorMessage = result.ErrorMessage,
            Log = ended ? facts.Log.Close() : facts.Log.Printed(),
            ColdStartUs = facts.ColdStartUs,
            ResponseBytes = result.ResponseBytes,
            LogForm = withoutResponse ? LogForm.PrintedWithoutResponse : LogForm.Printed,
            InitLog = facts.Init,
            ErrorReason = result.Reason == result.ErrorMessage ? null : result.Reason,
        };
    }

    private OutcomeFrame Outcome(in RunFacts facts, CallResult result, in RunRecord record, ulong sequence) => new()
    {
        StatusCode = result.StatusCode,
        InstanceGone = result.InstanceGone,
        StartUnixMicroseconds = record.StartUnixUs,
        DurationMicroseconds = record.DurationUs,
        BilledMilliseconds = record.BilledMs,
        MemoryUsedBytes = record.MemoryUsedBytes,
        SpoolSequence = sequence,
        ErrorMessage = result.ErrorMessage,
        LogTail = facts.Head.WantLogTail ? Utf8Cut.Last(InvocationLogText.Of(InvocationRecord.Parser.ParseFrom(_records.Encode(record))), FrameLimits.LogTailBytes) : "",
    };

    // What no protobuf text may hold is replaced, as a decoder replaces it.
    private static ReadOnlyMemory<byte> RetMsg(ReadOnlyMemory<byte> body)
    {
        var start = body[..Utf8Cut.FirstLength(body.Span, InvocationLogText.RetMsgBytes)];
        return Utf8.IsValid(start.Span) ? start : Encoding.UTF8.GetBytes(Utf8Cut.First(Encoding.UTF8.GetString(body.Span), InvocationLogText.RetMsgBytes));
    }

    private void Leave(RunningCall call)
    {
        lock (_gate)
        {
            _running.Remove(call);
            if (_closing && _running.Count == 0) _idle.TrySetResult();
        }
    }

    // The reason given first is the one that is told.
    private void Close(int status, string message)
    {
        lock (_gate)
        {
            if (_closing) return;
            _closing = true;
            if (_running.Count == 0) _idle.TrySetResult();
        }

        _ended.TrySetResult(new InstanceEnd(status, message));
    }

    private async Task<SandboxEnd> KillAsync(int status, string message)
    {
        if (status != 0) Close(status, message);
        var end = await _sandbox.KillAsync();
        await _sandbox.OutputEnded;
        return end;
    }

    /// <summary>Takes no new call, lets running ones finish for <paramref name="grace"/>, then ends every process.</summary>
    public async Task StopAsync(TimeSpan grace, string reason)
    {
        Close(0, reason);
        if (grace > TimeSpan.Zero)
        {
            try
            {
                await _idle.Task.WaitAsync(grace, _services.Time);
            }
            catch (TimeoutException)
            {
                // The grace is over: what still runs is ended with the process.
            }
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Task disposal;
        lock (_gate) disposal = _disposal ??= Task.Run(RemoveAsync);
        await disposal;
    }

    private async Task RemoveAsync()
    {
        Close(0, "");
        try
        {
            await _sandbox.KillAsync();
            await _runtime.DisposeAsync();
            await _idle.Task;
            await _sandbox.DisposeAsync();
            _running.Dispose();
        }
        finally
        {
            _removed.TrySetResult();
        }
    }
}
