using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Http;

/// <summary>
/// The socket of one HTTP connection. What arrives goes into the server's pipe on the loop's thread, and the server parses and answers it right there, up to the first
/// await that has to wait.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and a thread of the pool may cancel it after everything else has ended.")]
internal sealed class LoopHttpConnection : LoopSocket
{
    private const int PauseBytes = 1024 * 1024;

    // From a buffer of this size on one read takes all that a client usually sends at once.
    private const int ReadBytes = 4096;

    private static readonly PipeOptions InputOptions = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: PauseBytes, resumeWriterThreshold: PauseBytes / 2,
        minimumSegmentSize: ReadBytes, useSynchronizationContext: false);

    private readonly ILogger _logger;
    private readonly Pipe _input = new(InputOptions);
    private readonly CancellationTokenSource _closedSource = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoopOutput _output;
    private bool _closeWhenSent;
    private bool _inputEnded;

    public LoopHttpConnection(EventLoop loop, Socket socket, string id, ILogger logger)
        : base(loop, socket)
    {
        _logger = logger;
        _output = new LoopOutput(this);
        Context = new Connection(this, id, socket);
    }

    /// <summary>The connection as the server sees it.</summary>
    public ConnectionContext Context { get; }

    /// <summary>Under the gate.</summary>
    public int UnsentBytes => Unsent;

    public bool Closed => IsClosed;

    public void Start() => Open();

    /// <summary>Hands flushed bytes to the loop.</summary>
    /// <returns>How many wait by now; null when the connection has ended.</returns>
    public int? Send(ref byte[] buffer, ref int length)
    {
        int unsent;
        lock (Gate)
        {
            if (IsClosed) return null;
            Append(ref buffer, ref length);
            unsent = Unsent;
        }

        RequestFlush();
        return unsent;
    }

    protected override void OnReadable()
    {
        try
        {
            var count = Receive(_input.Writer.GetSpan(ReadBytes));
            if (count == 0) EndInput(null);
            if (count <= 0) return;
            _input.Writer.Advance(count);
        }
        catch (SocketException e)
        {
            Break(e);
            return;
        }

        // The server's reader runs in here.
        var flushed = _input.Writer.FlushAsync();
        if (!flushed.IsCompleted)
        {
            SetReads(false);
            _ = ResumeAsync(flushed);
        }
        else if (flushed.Result.IsCompleted) SetReads(false);
    }

    private async Task ResumeAsync(ValueTask<FlushResult> flushed)
    {
        var result = await flushed;
        if (!result.IsCompleted) SetReads(true);
    }

    private void EndInput(Exception? reason)
    {
        if (_inputEnded) return;
        _inputEnded = true;
        SetReads(false);
        _input.Writer.Complete(reason);
        if (!_closedSource.IsCancellationRequested) ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), _closedSource, preferLocal: false);
    }

    protected override void OnHangUp() => Break(null);

    protected override void OnSendFailed(SocketException failure) => Break(failure);

    private void Break(SocketException? failure)
    {
        EndInput(failure is null ? null : new ConnectionResetException(failure.Message, failure));
        Close();
    }

    protected override void OnDrained()
    {
        _output.Wake(ended: false);
        if (_closeWhenSent) Close();
    }

    internal override void OnFault(Exception fault)
    {
        LoopLog.ConnectionFault(_logger, fault);
        EndInput(fault);
        Close();
    }

    protected override void OnClosed()
    {
        EndInput(null);
        _output.Wake(ended: true);
        _closed.TrySetResult();
    }

    private void Abort() => Close();

    private async ValueTask EndAsync()
    {
        await _output.CompleteAsync();
        await _input.Reader.CompleteAsync();
        Loop.Post(static state => ((LoopHttpConnection)state!).CloseAfterLast(), this);
        await _closed.Task;
    }

    private void CloseAfterLast()
    {
        _closeWhenSent = true;
        RequestFlush();
        // Already closed by the other side: nothing is left to be sent.
        if (Closed) _closed.TrySetResult();
    }

    /// <summary>The features that the server asks a transport for.</summary>
    private sealed class Connection : DefaultConnectionContext, IConnectionSocketFeature
    {
        private readonly LoopHttpConnection _owner;

        public Connection(LoopHttpConnection owner, string id, Socket socket)
            : base(id)
        {
            _owner = owner;
            Socket = socket;
            Transport = new DuplexPipe(owner._input.Reader, owner._output);
            Application = Transport;
            LocalEndPoint = socket.LocalEndPoint;
            RemoteEndPoint = socket.RemoteEndPoint;
            ConnectionClosed = owner._closedSource.Token;
            Features.Set<IConnectionSocketFeature>(this);
        }

        public Socket Socket { get; }

        public override void Abort(ConnectionAbortedException abortReason) => _owner.Abort();

        public override async ValueTask DisposeAsync()
        {
            await _owner.EndAsync();
            await base.DisposeAsync();
        }
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
