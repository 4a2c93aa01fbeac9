using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ScfAspire.Api.Tests.Hosting;

/// <summary>A form that is sent piece by piece, as no HTTP client sends one: the answer can come before the end of the request.</summary>
internal sealed class RawUpload : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawUpload(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public static async Task<RawUpload> BeginAsync(Uri endpoint, long length)
    {
        var client = new TcpClient();
        await client.ConnectAsync(endpoint.Host, endpoint.Port, TestContext.Current.CancellationToken);
        var upload = new RawUpload(client);
        await upload.SendAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"POST / HTTP/1.1\r\nHost: {endpoint.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"));
        return upload;
    }

    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>The members of <c>Response</c>.</summary>
    public async Task<JsonElement> AnswerAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\"RequestId\":\"", StringComparison.Ordinal) || !text.ToString().TrimEnd('\r', '\n', '0').EndsWith("}}", StringComparison.Ordinal))
        {
            var count = await _stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        var answer = text.ToString();
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)]);
        return json.RootElement.GetProperty("Response").Clone();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
