using System.Globalization;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;

namespace ScfAspire.Scheduler.Specs;

/// <summary>Tells agents which function versions have just become ready, so that their first calls need not wait for the control plane.</summary>
internal sealed class VersionAnnouncer(AgentSessions sessions)
{
    /// <summary>Among more agents than these a first call would seldom meet one that was worth preparing.</summary>
    private const int MostAgents = 8;

    /// <summary>Announces what a change brings: the latest code, and the newest published version.</summary>
    public void Announce(WatchResponse change)
    {
        if (change.Changed.Count == 0 || sessions.All.Where(session => !session.IsPod).ToArray() is not { Length: > 0 and <= MostAgents } agents) return;
        var versions = new PrepareVersions();
        versions.SpecIds.AddRange(change.Changed.SelectMany(NewestOf).Where(version => version is { Status: "Active", UnavailableCode: 0 }).Select(version => version.SpecId));
        if (versions.SpecIds.Count == 0) return;
        foreach (var agent in agents) agent.Send(new AgentDirective { PrepareVersions = versions });
    }

    private static IEnumerable<VersionRoute> NewestOf(FunctionRoute route) =>
        route.Versions.OrderByDescending(version => int.TryParse(version.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue).Take(2);
}
