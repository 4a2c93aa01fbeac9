using Npgsql;
using ScfAspire.Bench.Platforms;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Benches;

/// <summary>What the benches measure is what ships: the platform by ./run, told where it keeps its data and where it listens, and nothing else.</summary>
[Collection(OneAtATime.Name)]
public sealed class BenchedPlatformTests
{
    private static readonly string[] PortsAndData = ["SCF_DATA_DIR", "SCF_GATEWAY_PORT", "SCF_GRPC_PORT", "SCF_HTTP_PORT"];
    private static readonly string[] OfTheMachine = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR", "PWD", "OLDPWD", "SHLVL", "_"];
    private static readonly string[] OfTheBuild = ["DOTNET_ROOT", "DOTNET_CLI_HOME", "NUGET_PACKAGES", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_bench_starts_run_without_the_demonstration_and_sets_only_ports_and_the_data_folder()
    {
        var command = new PlatformCommand("/repository", "/data", 1, 2, 3);

        Assert.Equal("/repository/run", command.Program);
        Assert.Equal(["--no-demo"], command.Arguments);
        Assert.Equal(PortsAndData, command.Settings.Keys.Order());
    }

    [Fact]
    public async Task The_benched_platform_runs_all_services_and_Postgres_commits_to_the_disk()
    {
        // A setting of whoever starts the bench stays out of it.
        Environment.SetEnvironmentVariable("Dispatch__MaxAttempts", "9");
        Environment.SetEnvironmentVariable("SCF_UNSAFE_NO_SANDBOX", "1");
        BenchPlatform platform;
        try
        {
            platform = await BenchPlatform.StartAsync(BuildOutput.Root, ["--no-demo"], _ => { }, Cancellation);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Dispatch__MaxAttempts", null);
            Environment.SetEnvironmentVariable("SCF_UNSAFE_NO_SANDBOX", null);
        }

        await using (platform)
        {
            Assert.Equal(["agent", "api", "metering", "postgres", "redis", "scheduler", "trigger"], platform.Document().Processes.Keys.Order());
            Assert.Equal(PortsAndData, EnvironmentOf(platform.RunnerPid).Keys.Except([.. OfTheMachine, .. OfTheBuild]).Where(key => !key.Contains("proxy", StringComparison.OrdinalIgnoreCase)).Order());

            await using var database = new NpgsqlConnection(EnvironmentOf(platform.PidOf("api"))["ConnectionStrings__scf"]);
            await database.OpenAsync(Cancellation);
            foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
            {
                await using var show = new NpgsqlCommand($"SHOW {setting}", database);
                Assert.Equal("on", await show.ExecuteScalarAsync(Cancellation));
            }
        }
    }

    private static Dictionary<string, string> EnvironmentOf(int pid) =>
        File.ReadAllText($"/proc/{pid}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
