using System.Diagnostics;
using System.IO.Compression;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>The Java functions of these tests, compiled once by the machine's Java.</summary>
public sealed class JavaProgram : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    /// <summary>A package with the classes of <c>example.Functions</c>.</summary>
    internal byte[] Zip { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Programs", "Functions.java.txt"), _folder.Combine("Functions.java"));
        var bootstrap = Path.Combine(AppContext.BaseDirectory, "runtimes", "java", "scf-runtime.jar");
        var start = new ProcessStartInfo("javac", ["-cp", bootstrap, "--release", "17", "-d", _folder.Combine("classes"), _folder.Combine("Functions.java")]) { RedirectStandardError = true };
        using var compilation = Process.Start(start)!;
        var errors = await compilation.StandardError.ReadToEndAsync();
        await compilation.WaitForExitAsync();
        Assert.True(compilation.ExitCode == 0, errors);
        using var bytes = new MemoryStream();
        ZipFile.CreateFromDirectory(_folder.Combine("classes"), bytes);
        Zip = bytes.ToArray();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
