using System.Diagnostics;
using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>The Go function of these tests, built once by the machine's Go with the sample's way of serving the platform.</summary>
public sealed class GoProgram : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    /// <summary>A package with the program as <c>main</c>.</summary>
    internal byte[] Zip { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var routes = Path.Combine(BuildOutput.Root, "samples", "routes");
        Directory.CreateDirectory(_folder.Combine("scf"));
        File.Copy(Path.Combine(routes, "go.mod"), _folder.Combine("go.mod"));
        File.Copy(Path.Combine(routes, "scf", "scf.go"), _folder.Combine("scf", "scf.go"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Programs", "main.go.txt"), _folder.Combine("main.go"));
        var start = new ProcessStartInfo("go", ["build", "-o", "main", "."]) { WorkingDirectory = _folder.FullName, RedirectStandardError = true };
        start.Environment["CGO_ENABLED"] = "0";
        using var build = Process.Start(start)!;
        var errors = await build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, errors);
        Zip = FunctionPackage.ZipProgram("main", _folder.Combine("main"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
