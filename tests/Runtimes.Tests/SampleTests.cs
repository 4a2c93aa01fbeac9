using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Runtimes.Tests;

public sealed class SampleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thumbnails_shrinks_the_photographs_that_ship_with_it()
    {
        var result = await RunAsync(Language.Node, "thumbnails");
        var thumbnails = result.GetProperty("thumbnails").EnumerateArray().ToList();
        Assert.Equal(["islands.png", "mountains.png", "dunes.png"], thumbnails.Select(thumbnail => thumbnail.GetProperty("photo").GetString()));
        Assert.All(thumbnails, thumbnail => Assert.Equal("96x64", thumbnail.GetProperty("to").GetString()));
        Assert.Equal("#c3a496", thumbnails[0].GetProperty("averageColour").GetString());
    }

    [Fact]
    public async Task Report_adds_up_the_table_that_ships_with_it()
    {
        var result = await RunAsync(Language.Python, "report");
        Assert.Equal(51, result.GetProperty("countries").GetInt32());
        Assert.Equal(7028, result.GetProperty("population_millions").GetInt32());
        Assert.Equal(["Bangladesh: 1155 per km²", "South Korea: 520 per km²", "India: 437 per km²"], result.GetProperty("most_crowded").EnumerateArray().Select(line => line.GetString()));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Article_renders_the_text_that_ships_with_it()
    {
        var result = await RunAsync(Language.Php, "article");
        Assert.Equal("How a bridge carries its load", result.GetProperty("title").GetString());
        Assert.Equal((5, "2 minutes"), (result.GetProperty("headings").GetInt32(), result.GetProperty("reading").GetString()));
        Assert.Contains("<h2 id=\"arches-press\">Arches press</h2>\n<p>An <strong>arch</strong> turns", result.GetProperty("html").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr/bin:/bin")]
    [InlineData("")]
    public async Task Loglines_counts_with_and_without_curl(string path)
    {
        using var api = new RuntimeApi(await File.ReadAllTextAsync(Path.Combine(Folder("loglines"), "event.json"), Cancel));
        var start = new ProcessStartInfo("/bin/bash", ["bootstrap"]) { WorkingDirectory = Folder("loglines") };
        start.Environment.Clear();
        start.Environment["PATH"] = path.Length > 0 ? path : api.FolderWithoutCurl;
        start.Environment["SCF_RUNTIME_API"] = "127.0.0.1";
        start.Environment["SCF_RUNTIME_API_PORT"] = $"{api.Port}";
        using var process = Process.Start(start)!;
        var result = JsonDocument.Parse(await api.ServeOneAsync(Cancel)).RootElement;
        process.Kill(entireProcessTree: true);
        Assert.Equal(600, result.GetProperty("lines").GetInt32());
        Assert.Equal("""{"INFO":553,"WARN":34,"ERROR":13}""", result.GetProperty("levels").GetRawText());
    }

    [Fact]
    public async Task Page_renders_a_form_and_a_chart()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var start = new ProcessStartInfo("node", ["app.js"]) { WorkingDirectory = Folder("page"), RedirectStandardOutput = true };
        start.Environment["PORT"] = $"{port}";
        using var process = Process.Start(start)!;
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            var json = JsonDocument.Parse(await FirstAnswerAsync(http, "/?monthly=200&rate=4&years=10&format=json")).RootElement;
            Assert.Equal((24000, 29435), (json.GetProperty("paidIn").GetInt32(), json.GetProperty("value").GetInt32()));
            var html = await http.GetStringAsync("/?years=%3Cscript%3E", Cancel);
            Assert.Contains("<form>", html, StringComparison.Ordinal);
            Assert.Contains("<svg ", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public void Every_sample_ships_what_its_manifest_needs()
    {
        foreach (var sample in new[] { "thumbnails", "report", "page", "loglines", "article" })
        {
            var manifest = File.ReadAllText(Path.Combine(Folder(sample), "scf.yaml"));
            Assert.Contains($"name: {sample}\n", manifest, StringComparison.Ordinal);
            using var request = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(sample), "event.json")));
        }

        Assert.True(File.GetUnixFileMode(Path.Combine(Folder("loglines"), "bootstrap")).HasFlag(UnixFileMode.UserExecute));
        Assert.True(File.GetUnixFileMode(Path.Combine(Folder("page"), "scf_bootstrap")).HasFlag(UnixFileMode.UserExecute));
    }

    private static string Folder(string sample) => Path.Combine(AppContext.BaseDirectory, "samples", sample);

    private static async Task<JsonElement> RunAsync(Language language, string sample)
    {
        await using var bootstrap = await Bootstrap.StartAsync(language);
        Assert.Equal(FrameKind.Loaded, (await bootstrap.LoadAsync(Folder(sample))).Kind);
        var outcome = await bootstrap.InvokeAsync(await File.ReadAllTextAsync(Path.Combine(Folder(sample), "event.json"), Cancel));
        Assert.True(outcome.End.Kind == FrameKind.Result, outcome.End.Text);
        return outcome.End.Json;
    }

    // The server opens its port when it is ready for it; until then connections are refused.
    private static async Task<string> FirstAnswerAsync(HttpClient http, string path)
    {
        while (true)
        {
            try
            {
                return await http.GetStringAsync(path, Cancel);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                await Task.Delay(20, Cancel);
            }
        }
    }
}
