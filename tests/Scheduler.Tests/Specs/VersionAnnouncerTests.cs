using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Specs;

namespace ScfAspire.Scheduler.Tests.Specs;

public sealed class VersionAnnouncerTests
{
    private readonly AgentSessions _sessions = new();

    [Fact]
    public void The_latest_code_and_the_newest_version_that_are_ready_are_announced_to_every_agent()
    {
        var agents = Agents(2);
        new VersionAnnouncer(_sessions).Announce(Changed(("$LATEST", "Active"), ("9", "Active"), ("10", "Active")));
        foreach (var agent in agents)
        {
            Assert.True(agent.Directives.TryRead(out var directive));
            Assert.Equal(["f/$LATEST/1", "f/10/1"], directive.PrepareVersions.SpecIds);
        }
    }

    [Fact]
    public void What_is_not_ready_is_not_announced()
    {
        var agent = Assert.Single(Agents(1));
        new VersionAnnouncer(_sessions).Announce(Changed(("$LATEST", "Creating")));
        new VersionAnnouncer(_sessions).Announce(new WatchResponse { Revision = 2, Deleted = { new FunctionKey { Namespace = "default", Function = "f" } } });
        Assert.False(agent.Directives.TryRead(out _));
    }

    [Fact]
    public void Many_agents_do_not_all_fetch_every_version()
    {
        var agents = Agents(9);
        new VersionAnnouncer(_sessions).Announce(Changed(("$LATEST", "Active")));
        Assert.DoesNotContain(agents, agent => agent.Directives.TryRead(out _));
    }

    private List<AgentSession> Agents(int count)
    {
        var agents = Enumerable.Range(0, count).Select(number => new AgentSession($"agent-{number}", "local")).ToList();
        foreach (var agent in agents) _sessions.Add(agent);
        return agents;
    }

    private static WatchResponse Changed(params (string Version, string Status)[] versions)
    {
        var route = new FunctionRoute { Key = new FunctionKey { Namespace = "default", Function = "f" }, FunctionId = "f" };
        route.Versions.AddRange(versions.Select(version => new VersionRoute { Version = version.Version, SpecId = $"f/{version.Version}/1", Status = version.Status }));
        return new WatchResponse { Revision = 1, Changed = { route } };
    }
}
