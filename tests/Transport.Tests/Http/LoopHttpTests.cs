using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using ScfAspire.Transport.Loops;

namespace ScfAspire.Transport.Tests.Http;

/// <summary>The web server's own behaviour over connections of an event loop.</summary>
public sealed class LoopHttpTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(3_000_000)]
    public async Task A_body_comes_back_as_it_was_sent(int length)
    {
        await using var server = await LoopServer.StartAsync(context => context.Request.Body.CopyToAsync(context.Response.Body));
        using var client = new HttpClient();
        var sent = RandomNumberGenerator.GetBytes(length);
        for (var round = 0; round < 3; round++)
        {
            using var response = await client.PostAsync($"http://127.0.0.1:{server.Port}/", new ByteArrayContent(sent), Ending);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(sent, await response.Content.ReadAsByteArrayAsync(Ending));
        }
    }

    [Fact]
    public async Task Later_requests_of_a_connection_are_answered_on_the_loop()
    {
        var threads = new List<bool>();
        await using var server = await LoopServer.StartAsync(context =>
        {
            lock (threads) threads.Add(EventLoop.Current is not null);
            return context.Response.WriteAsync("x", Ending);
        });
        using var client = new HttpClient();
        for (var i = 0; i < 5; i++) await client.GetStringAsync($"http://127.0.0.1:{server.Port}/", Ending);

        // The server begins a connection on a thread of the pool.
        Assert.Contains(true, threads);
    }

    [Fact]
    public async Task Requests_sent_at_once_are_answered_in_their_order()
    {
        await using var server = await LoopServer.StartAsync(context => context.Response.WriteAsync($"[{context.Request.Path}]", Ending));
        using var socket = await ConnectAsync(server.Port);
        var requests = string.Concat(Enumerable.Range(0, 50).Select(index => $"GET /{index} HTTP/1.1\r\nHost: x\r\n{(index == 49 ? "Connection: close\r\n" : "")}\r\n"));
        await socket.SendAsync(Encoding.ASCII.GetBytes(requests), Ending);
        var answer = await ReadToEndAsync(socket);

        var at = -1;
        for (var i = 0; i < 50; i++)
        {
            var next = answer.IndexOf($"[/{i}]", StringComparison.Ordinal);
            Assert.True(next > at, $"The answer to request {i} is missing or early.");
            at = next;
        }
    }

    [Fact]
    public async Task A_client_that_does_not_read_stalls_nobody_else_and_gets_everything_later()
    {
        const int Length = 20_000_000;
        await using var server = await LoopServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/large")
            {
                var piece = new byte[100_000];
                for (var sent = 0; sent < Length; sent += piece.Length) await context.Response.Body.WriteAsync(piece, Ending);
            }
            else await context.Response.WriteAsync("small", Ending);
        });
        using var slow = await ConnectAsync(server.Port);
        await slow.SendAsync("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), Ending);
        using var client = new HttpClient();
        for (var i = 0; i < 20; i++) Assert.Equal("small", await client.GetStringAsync($"http://127.0.0.1:{server.Port}/", Ending));

        using var stream = new NetworkStream(slow);
        var total = 0L;
        var buffer = new byte[65_536];
        for (int count; (count = await stream.ReadAsync(buffer, Ending)) > 0;) total += count;
        Assert.InRange(total, Length, Length + 10_000);
    }

    [Fact]
    public async Task A_client_that_goes_away_aborts_its_request()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopServer.StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(() => aborted.TrySetResult());
            begun.TrySetResult();
            await aborted.Task.WaitAsync(Ending);
        });
        var socket = await ConnectAsync(server.Port);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Ending);
        await begun.Task.WaitAsync(Ending);
        socket.Dispose();

        await aborted.Task.WaitAsync(Ending);
    }

    [Fact]
    public async Task A_client_that_goes_away_while_an_answer_is_written_ends_the_writing()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopServer.StartAsync(async context =>
        {
            try
            {
                while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[100_000], context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                ended.TrySetResult();
                throw;
            }

            ended.TrySetResult();
        });
        var socket = await ConnectAsync(server.Port);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Ending);
        await socket.ReceiveAsync(new byte[1_000], Ending);
        socket.Dispose();

        await ended.Task.WaitAsync(Ending);
    }

    [Fact]
    public async Task Many_connections_at_once_are_all_served()
    {
        await using var server = await LoopServer.StartAsync(async context =>
        {
            await Task.Yield();
            await context.Response.WriteAsync(context.Request.Query["n"].ToString(), Ending);
        });
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 300 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(index => client.GetStringAsync($"http://127.0.0.1:{server.Port}/?n={index}", Ending)));

        Assert.Equal(Enumerable.Range(0, 2_000).Select(index => $"{index}"), answers);
    }

    [Fact]
    public async Task A_port_in_use_is_told_as_such()
    {
        await using var server = await LoopServer.StartAsync(context => Task.CompletedTask);

        var failure = await Assert.ThrowsAsync<IOException>(() => LoopServer.StartAsync(context => Task.CompletedTask, server.Port));
        Assert.IsType<AddressInUseException>(failure.InnerException);
    }

    [Fact]
    public async Task A_stop_lets_the_running_request_finish_and_takes_no_further_connection()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopServer.StartAsync(async context =>
        {
            begun.TrySetResult();
            await release.Task.WaitAsync(Ending);
            await context.Response.WriteAsync("last", Ending);
        });
        using var client = new HttpClient();
        var running = client.GetStringAsync($"http://127.0.0.1:{server.Port}/", Ending);
        await begun.Task.WaitAsync(Ending);
        var stopping = server.StopAsync();
        release.SetResult();

        Assert.Equal("last", await running);
        await stopping.WaitAsync(Ending);
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(server.Port));
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Ending);
        return socket;
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(Ending);
    }
}
