using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.AppHost.Tests.Scripts;

/// <summary>What <c>./run</c> and <c>./test</c> do about tools that this machine lacks, with an apt-get that only notes what it is asked for.</summary>
public sealed class MachineTests : IDisposable
{
    private const string Root = "--map-root-user";
    private const string Somebody = "--user";

    private readonly TempFolder _folder = new();
    private readonly string _bin;

    public MachineTests()
    {
        _bin = Directory.CreateDirectory(_folder.Combine("bin")).FullName;
        foreach (var tool in (string[])["bash", "cat", "chmod", "ls", "mktemp", "mount", "rm", "tail"]) File.CreateSymbolicLink(Path.Combine(_bin, tool), $"/usr/bin/{tool}");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Root_gets_what_is_missing_installed_without_its_services_being_started()
    {
        AptGet("""[[ $1 != install ]] || cat /usr/sbin/policy-rc.d >"$0.policy" """);

        var result = await RunAsync(Root, "need lacking-tool lacking-package 'a test'; need_redis; install_needed; echo \"Redis: ${SCF_REDIS:-redis-server}\"; ls /usr/sbin");

        Assert.Equal(["update -qq", "install -y -qq --no-install-recommends lacking-package redis-server"], await File.ReadAllLinesAsync(_folder.Combine("bin/apt-get.asked"), Cancellation));
        Assert.Contains("exit 101", await File.ReadAllTextAsync(_folder.Combine("bin/apt-get.policy"), Cancellation), StringComparison.Ordinal);
        Assert.Equal("Missing: lacking-package (a test), redis-server (capacity state). Installing ...\nRedis: redis-server\n", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task What_apt_get_complains_of_is_told()
    {
        AptGet("""[[ $1 != install ]] || { echo "E: Unable to locate package $5"; exit 100; }""");

        var result = await RunAsync(Root, "need lacking-tool lacking-package 'a test'; install_needed");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "Missing: lacking-package (a test). Installing ...\nE: Unable to locate package lacking-package\nmachine: apt-get could not install lacking-package.\n",
            result.Output);
    }

    [Fact]
    public async Task Whoever_is_not_root_is_told_what_to_install()
    {
        AptGet("exit 1");

        var result = await RunAsync(Somebody, "need lacking-tool lacking-package 'a test'; need_redis; install_needed");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("machine: not root: run 'sudo apt-get install lacking-package' and try again.\n", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Combine("bin/apt-get.asked")));
    }

    [Fact]
    public async Task A_machine_without_apt_get_is_told_what_it_lacks()
    {
        var result = await RunAsync(Root, "need lacking-tool lacking-package 'a test'; install_needed");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("machine: install these with this machine's package manager and try again: lacking-package\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Root, "exit 100")]
    [InlineData(Somebody, "exit 0")]
    [InlineData(Root, null)]
    public async Task Garnet_takes_the_place_of_a_redis_server_that_cannot_be_installed(string user, string? aptGet)
    {
        if (aptGet is not null) AptGet(aptGet);

        var result = await RunAsync(user, "need_redis; install_needed; echo \"Redis: $SCF_REDIS\"");

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("No redis-server, and none can be installed here: Garnet takes its place.\nRedis: garnet\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_installed_where_nothing_is_missing()
    {
        AptGet("exit 1");

        var result = await RunAsync(Root, "export SCF_REDIS=garnet; need bash bash 'a test'; need_redis; install_needed");

        Assert.Equal(new ShellResult(0, ""), result);
    }

    public void Dispose() => _folder.Dispose();

    private void AptGet(string then)
    {
        var path = Path.Combine(_bin, "apt-get");
        File.WriteAllText(path, $"#!/usr/bin/bash\necho \"$*\" >>\"$0.asked\"\n{then}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs lines as the scripts do, as root or not, in a mount namespace whose /usr/sbin is nobody else's.</summary>
    private Task<ShellResult> RunAsync(string user, string lines)
    {
        var script = $"""
            set -euo pipefail
            . '{BuildOutput.Root}/eng/machine.sh'
            {lines}
            """;
        string[] command = user == Root
            ? [user, "--mount", "bash", "-c", "mount -t tmpfs none /usr/sbin && exec bash -c \"$0\" machine", script]
            : [user, "bash", "-c", script, "machine"];
        return ShellResult.OfAsync("/usr/bin/unshare", command, new Dictionary<string, string?> { ["PATH"] = _bin, ["SCF_REDIS"] = null }, _folder.FullName, Cancellation);
    }
}
