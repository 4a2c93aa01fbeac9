using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ScfAspire.Contracts.Link;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.Runtimes.Tests;

/// <summary>A bootstrap in a process of its own, with this test as its agent.</summary>
internal sealed class Bootstrap : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly Process _process;
    private readonly NetworkStream _stream;
    private readonly Dictionary<uint, StringBuilder> _logs = [];
    private uint _lastCall;

    private Bootstrap(TempFolder folder, Process process, Socket socket)
    {
        _folder = folder;
        _process = process;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Process Process => _process;

    /// <summary>What was printed outside any call.</summary>
    public string OutsideLog => Log(0);

    /// <summary>A generic process that has said READY.</summary>
    public static async Task<Bootstrap> StartAsync(Language language)
    {
        var folder = new TempFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder.Combine("agent")));
        listener.Listen(1);
        var start = new ProcessStartInfo(language.Interpreter, [Path.Combine(AppContext.BaseDirectory, language.Bootstrap), folder.Combine("agent")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "x";
        start.Environment["LEFT_OVER"] = "from before";
        var process = Process.Start(start)!;
        var bootstrap = new Bootstrap(folder, process, await listener.AcceptAsync(Cancel));
        var ready = await bootstrap.ReadAsync();
        Assert.Equal(FrameKind.Ready, ready!.Kind);
        Assert.Equal(process.Id, ready.Json.GetProperty("pid").GetInt32());
        return bootstrap;
    }

    /// <summary>An instance of the source; its file is index with the language's extension unless another name is given.</summary>
    public static async Task<Bootstrap> LoadedAsync(Language language, string source, int concurrency = 1, string handler = "index.main_handler", string? file = null)
    {
        var bootstrap = await StartAsync(language);
        var answer = await bootstrap.LoadAsync(bootstrap.Code((file ?? "index" + language.Extension, source)), handler, concurrency);
        Assert.True(answer.Kind == FrameKind.Loaded, answer.Text);
        return bootstrap;
    }

    /// <summary>Writes the files of a code package and returns its folder.</summary>
    public string Code(params ReadOnlySpan<(string Name, string Text)> files)
    {
        var root = _folder.Combine("user");
        Directory.CreateDirectory(root);
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(root, name), text);
        return root;
    }

    public async Task<Frame> LoadAsync(string codeRoot, string handler = "index.main_handler", int concurrency = 1)
    {
        var load = new RuntimeLoad
        {
            Handler = handler,
            CodeRoot = codeRoot,
            Environment = new Dictionary<string, string> { ["SCF_NAMESPACE"] = "default", ["GREETING"] = "hello" },
            FunctionName = "f",
            FunctionVersion = "$LATEST",
            Namespace = "default",
            MemoryLimitMb = 128,
            TimeLimitMs = 3000,
            Region = "ap-guangzhou",
            AppId = "1250000000",
            Uin = "100000000001",
            Concurrency = concurrency,
        };
        var writer = new ArrayBufferWriter<byte>();
        RuntimeFrames.WriteJson(writer, FrameKind.Load, 0, load, RuntimeJson.Default.RuntimeLoad);
        await _stream.WriteAsync(writer.WrittenMemory, Cancel);
        return (await ReadUntilAsync(frame => frame.Kind is FrameKind.Loaded or FrameKind.LoadFailed))!;
    }

    /// <summary>Sends the events in one write, so that the bootstrap finds them in one wake-up; returns the first call's id.</summary>
    public Task<uint> SendAsync(params string[] events) => SendAsync("", events);

    private async Task<uint> SendAsync(string triggerSource, string[] events)
    {
        var first = _lastCall + 1;
        var writer = new ArrayBufferWriter<byte>();
        foreach (var text in events)
        {
            var json = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text));
            RuntimeFrames.WriteEvent(writer, ++_lastCall, RequestId(_lastCall), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", triggerSource, json);
        }

        await _stream.WriteAsync(writer.WrittenMemory, Cancel);
        return first;
    }

    public static Guid RequestId(uint call) => new(call, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    public async Task<Outcome> InvokeAsync(string json, string triggerSource = "")
    {
        var call = await SendAsync(triggerSource, [json]);
        return new Outcome(await EndOfAsync(call) ?? throw new InvalidOperationException($"The process ended: {await _process.StandardError.ReadToEndAsync(Cancel)}"), Log(call));
    }

    /// <summary>The frame that ends the call; null when the process is gone.</summary>
    public Task<Frame?> EndOfAsync(uint call) => ReadUntilAsync(frame => frame.Call == call && frame.Kind is FrameKind.Result or FrameKind.Failure);

    /// <summary>Text that was logged for a call so far.</summary>
    public string Log(uint call) => _logs.TryGetValue(call, out var text) ? text.ToString() : "";

    public async Task<Frame?> ReadUntilAsync(Func<Frame, bool> wanted)
    {
        while (await ReadAsync() is { } frame)
        {
            if (wanted(frame)) return frame;
        }

        return null;
    }

    private async Task<Frame?> ReadAsync()
    {
        var head = new byte[FrameLimits.HeaderBytes];
        if (await _stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, Cancel) < head.Length) return null;
        FrameHeader.TryPeek(new ReadOnlySequence<byte>(head), FrameLimits.RuntimePayloadBytes, out var header);
        var payload = new byte[header.PayloadLength];
        await _stream.ReadExactlyAsync(payload, Cancel);
        var frame = new Frame(header.Kind, header.CallId, Encoding.UTF8.GetString(payload), header.Kind == FrameKind.Result && header.HasLaterWork);
        if (frame.Kind != FrameKind.Log) return frame;
        if (!_logs.TryGetValue(frame.Call, out var log)) _logs[frame.Call] = log = new StringBuilder();
        log.Append(frame.Text);
        return frame;
    }

    /// <summary>The agent goes away.</summary>
    public void Disconnect() => _stream.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
