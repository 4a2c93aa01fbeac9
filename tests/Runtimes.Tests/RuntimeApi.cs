using System.Net;
using System.Net.Sockets;
using System.Text;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.Runtimes.Tests;

/// <summary>The HTTP Runtime API with one event, over plain sockets.</summary>
internal sealed class RuntimeApi : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TempFolder _folder = new();
    private readonly string _eventJson;

    public RuntimeApi(string eventJson)
    {
        _eventJson = eventJson;
        _listener.Start();
        foreach (var tool in new[] { "cat", "dirname" }) File.CreateSymbolicLink(_folder.Combine(tool), "/usr/bin/" + tool);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A PATH with what the sample uses, but for curl.</summary>
    public string FolderWithoutCurl => _folder.FullName;

    /// <summary>Answers until the event's response is there, and returns it.</summary>
    public async Task<string> ServeOneAsync(CancellationToken cancellationToken)
    {
        var ready = false;
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(cancellationToken);
            var stream = client.GetStream();
            var (target, body) = await ReadRequestAsync(stream, cancellationToken);
            var answer = target == "GET /runtime/invocation/next" ? _eventJson : "";
            var head = $"HTTP/1.1 200 OK\r\nrequest_id: 1\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer)}\r\nConnection: close\r\n\r\n{answer}";
            await stream.WriteAsync(Encoding.UTF8.GetBytes(head), cancellationToken);
            switch (target)
            {
                case "POST /runtime/init/ready":
                    ready = true;
                    break;
                case "GET /runtime/invocation/next":
                    Assert.True(ready);
                    break;
                case "POST /runtime/invocation/response":
                    return body;
                default:
                    throw new InvalidOperationException($"{target}: {body}");
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    private static async Task<(string Target, string Body)> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var target = (await reader.ReadLineAsync(cancellationToken))!;
        var length = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(line.AsSpan(15), provider: null);
        }

        var body = new char[length];
        if (length > 0) await reader.ReadBlockAsync(body, cancellationToken);
        return (target[..target.LastIndexOf(' ')], new string(body));
    }
}
