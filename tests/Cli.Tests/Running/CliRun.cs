using System.Threading.Channels;
using ScfAspire.Cli.Tests.Platform;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.Cli.Tests.Running;

/// <summary>Runs the program in a folder and environment of its own.</summary>
public sealed class CliRun : IDisposable
{
    private readonly TempFolder _folder = new();

    public CliRun(PlatformDouble? platform = null)
    {
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Work);
        if (platform is null) return;
        Variables["SCF_ENDPOINT"] = platform.Endpoint;
        Variables["SCF_SECRET_ID"] = PlatformDouble.SecretId;
        Variables["SCF_SECRET_KEY"] = PlatformDouble.SecretKey;
    }

    public Dictionary<string, string> Variables { get; } = [];

    public string Home => _folder.Combine("home");

    public string Work => _folder.Combine("work");

    public string Input { get; set; } = "";

    /// <summary>Lines of standard output as they come.</summary>
    public Channel<string> Lines { get; } = Channel.CreateUnbounded<string>();

    public string Write(string name, string text)
    {
        var path = Path.Combine(Work, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public Task<CliOutcome> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, args);

    public async Task<CliOutcome> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        var output = new LineWriter(Lines);
        var error = new StringWriter();
        var host = new CliHost
        {
            Out = output, Error = error, In = new StringReader(Input), WorkingDirectory = Work, Home = Home, Variable = name => Variables.GetValueOrDefault(name),
        };
        var code = await new CliApp(host).RunAsync(args, cancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private sealed class LineWriter(Channel<string> lines) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            lines.Writer.TryWrite(value ?? "");
        }
    }
}
