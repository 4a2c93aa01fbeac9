using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using ScfAspire.AppHost.Installations;

namespace ScfAspire.AppHost.Demo;

/// <summary>This very program, started a second time to demonstrate the platform that it composes.</summary>
internal static class DemoProgram
{
    public const string Argument = "demo";

    /// <summary>Adds the demonstration, which starts once everything else is ready.</summary>
    /// <param name="builder">The platform.</param>
    /// <param name="installation">Where it is.</param>
    /// <param name="services">What has to be ready.</param>
    public static void AddDemonstration(this IDistributedApplicationBuilder builder, Installation installation, params IResourceBuilder<ProjectResource>[] services)
    {
        var demo = builder.AddExecutable("demo", Environment.ProcessPath!, Environment.CurrentDirectory, Argument)
            .WithEnvironment("SCF_ENDPOINT", installation.Credentials.Endpoint)
            .WithEnvironment("SCF_SECRET_ID", installation.Credentials.SecretId)
            .WithEnvironment("SCF_SECRET_KEY", installation.Credentials.SecretKey)
            .WithEnvironment("SCF_DEMO_LANGUAGES", builder.Configuration["with"] ?? "")
            .WithEnvironment("SCF_DEMO_COLOURS", Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? "0" : "1");
        foreach (var service in services) demo.WaitFor(service);
    }

    public static async Task<int> RunAsync()
    {
        var root = Root();
        var scf = Path.Combine(root, "artifacts/bin/Cli/release/scf");
        if (!File.Exists(scf))
        {
            await Console.Error.WriteLineAsync($"{scf} is missing: build the solution first (dotnet build -c Release).");
            return 1;
        }
        var languages = (Environment.GetEnvironmentVariable("SCF_DEMO_LANGUAGES") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return await new Demonstration(root, languages, new CommandLine(scf), new Screen(Environment.GetEnvironmentVariable("SCF_DEMO_COLOURS") == "1")).RunAsync(CancellationToken.None);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ScfAspire.sln"))) return folder.FullName;
        }
        throw new InstallationException("The demonstration needs the repository's samples folder.");
    }
}
