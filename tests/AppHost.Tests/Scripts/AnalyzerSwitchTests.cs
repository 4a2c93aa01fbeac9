using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.AppHost.Tests.Scripts;

/// <summary><c>./run</c> builds without analyzers, <c>./test</c> with them, both in one folder: neither may take the other's word for what it did not do.</summary>
public sealed class AnalyzerSwitchTests : IDisposable
{
    private const string Fault = "public class Sample { public int Answer() => 42; }";
    private const string Fixed = "public static class Sample { public static int Answer() => 42; }";

    private readonly TempFolder _folder = new();

    public AnalyzerSwitchTests()
    {
        Write("Sample.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Build.targets", $"<Project><Import Project=\"{BuildOutput.Root}/Directory.Build.targets\" /></Project>");
        Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CA1822.severity = warning\n");
    }

    [Fact]
    public async Task An_assembly_is_checked_once_and_compiled_again_only_for_that()
    {
        Write("Sample.cs", Fault);
        Assert.Equal(0, (await BuildAsync(analyzers: false)).ExitCode);

        var found = await BuildAsync(analyzers: true);
        Assert.NotEqual(0, found.ExitCode);
        Assert.Contains("CA1822", found.Output, StringComparison.Ordinal);

        Write("Sample.cs", Fixed);
        Assert.Equal(0, (await BuildAsync(analyzers: true)).ExitCode);
        var compiled = Compiled();
        Assert.Equal(0, (await BuildAsync(analyzers: false)).ExitCode);
        Assert.Equal(0, (await BuildAsync(analyzers: true)).ExitCode);
        Assert.Equal(compiled, Compiled());
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string file, string text) => File.WriteAllText(_folder.Combine(file), text);

    private DateTime Compiled() => File.GetLastWriteTimeUtc(_folder.Combine("obj/Release/net10.0/Sample.dll"));

    private Task<ShellResult> BuildAsync(bool analyzers) => ShellResult.OfAsync(
        "dotnet", ["build", "-c", "Release", "--nologo", "--disable-build-servers", $"-p:RunAnalyzers={analyzers}"],
        new Dictionary<string, string?>(), _folder.FullName, TestContext.Current.CancellationToken);
}
