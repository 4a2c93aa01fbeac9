using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests.Rootless;

/// <summary>What an ordinary user's agent says of itself, by what the machine allows.</summary>
public sealed class RootlessStartTests
{
    [Fact]
    public async Task It_says_what_is_in_force()
    {
        await using var agent = new RootlessAgent();
        await agent.InitializeAsync();
        var report = await agent.Platform.Reports.FirstAsync(_ => true);
        Assert.Matches(@"^bubblewrap\+(cgroup v2|rlimits\+memory watch)\+pasta$", report.Isolation);
    }

    [Fact]
    public async Task Where_no_uplink_can_be_had_it_says_so_and_functions_run_without()
    {
        await using var agent = new RootlessAgent { MayMakeLinks = false };
        await agent.InitializeAsync();
        var report = await agent.Platform.Reports.FirstAsync(_ => true);
        Assert.EndsWith("+netns, no uplink", report.Isolation, StringComparison.Ordinal);
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", "exports.main_handler = async () => 'inside';"))));
        var call = agent.Link.Invoke(id, "{}");
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("\"inside\"", call.Text);
    }
}
