using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

/// <summary>Nothing of an agent stays on the machine, however it ends.</summary>
public sealed class LeftoverTests
{
    private const string Code = "exports.main_handler = async () => { require('child_process').spawn('sleep', ['97531'], { detached: true }); await new Promise(() => {}); };";

    [Fact]
    public async Task After_an_orderly_stop_no_process_cgroup_link_or_folder_is_left()
    {
        var agent = new AgentUnderTest();
        await agent.InitializeAsync();
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", Code))));
        var call = agent.Link.Invoke(id, "{}");
        var trace = new MachineTrace(agent.DataDir);
        Assert.NotEmpty(trace.Cgroups());
        Assert.NotEmpty(trace.Links());

        await agent.StopAgentAsync();

        Assert.Empty(trace.Cgroups());
        Assert.Empty(trace.Links());
        Assert.Empty(trace.Folders());
        Assert.Equal(439, (await call.OutcomeAsync()).StatusCode);
        await agent.DisposeAsync();
    }

    [Fact]
    public async Task After_SIGKILL_the_functions_die_and_the_next_life_removes_the_rest()
    {
        await using var platform = await PlatformDouble.StartAsync();
        using var folder = new TestKit.Folders.TempFolder();
        var first = await AgentProcess.StartAsync(platform, folder);
        var trace = new MachineTrace(first.DataDir);
        await first.StartFunctionAsync(platform, Code);
        var processes = trace.Processes();
        Assert.NotEmpty(processes);

        await first.KillAsync();
        foreach (var process in processes) await process.GoneAsync();
        await using var second = await AgentProcess.StartAsync(platform, folder);

        Assert.Empty(trace.Cgroups());
        Assert.Empty(trace.Links());
        Assert.Empty(trace.Folders());
        var report = await platform.Reports.FirstAsync(report => report.Epoch > first.Epoch);
        Assert.True(report.Complete);
        Assert.Empty(report.Instances);
        Assert.StartsWith("bubblewrap+cgroup", report.Isolation, StringComparison.Ordinal);
    }
}
