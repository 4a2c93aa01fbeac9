using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

/// <summary>No process of an ordinary user's agent stays on the machine, however it ends; its network goes with the last one.</summary>
public sealed class RootlessLeftoverTests
{
    private const string Code = "exports.main_handler = async () => { require('child_process').spawn('sleep', ['97532'], { detached: true }); return await new Promise(() => {}); };";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_left_after_an_orderly_stop_nor_after_SIGKILL(bool killed)
    {
        await using var agent = new RootlessAgent();
        await agent.InitializeAsync();
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", Code))));
        var call = agent.Link.Invoke(id, "{}");
        var processes = agent.Processes();
        Assert.NotEmpty(processes);

        if (killed)
        {
            agent.Kill();
        }
        else
        {
            await agent.StopAgentAsync();
            Assert.Equal(439, (await call.OutcomeAsync()).StatusCode);
        }

        foreach (var process in processes) await process.GoneAsync();
        await agent.StopAgentAsync();
        Assert.Empty(agent.Processes());
    }
}
