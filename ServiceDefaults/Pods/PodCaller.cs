using System.Globalization;
using Grpc.Core;

namespace ScfAspire.ServiceDefaults.Pods;

/// <summary>An agent in a function pod that calls a service: it may do what its own instance needs, and nothing else.</summary>
/// <param name="AgentId">Who calls.</param>
/// <param name="SpecId">The function version that it was given; null before.</param>
public sealed record PodCaller(string AgentId, string? SpecId)
{
    /// <summary>Metadata key: id and expiry of the caller.</summary>
    public const string AgentHeader = "x-scf-agent";

    /// <summary>Metadata key: function version and ticket.</summary>
    public const string TicketHeader = "x-scf-ticket";

    // The services look at what is asked for; of all others they know nothing.
    private static readonly HashSet<string> Open =
        ["/scf.internal.v1.AgentRegistry/Report", "/scf.internal.v1.Catalog/GetInstanceSpec", "/scf.internal.v1.Catalog/DownloadPackage", "/scf.internal.v1.RecordIngest/Append"];

    /// <summary>The pod that calls; null for a caller that has the installation's key.</summary>
    public static PodCaller? Of(ServerCallContext context) => context.UserState.TryGetValue(typeof(PodCaller), out var caller) ? (PodCaller)caller : null;

    /// <summary>Refuses a pod that asks for what is not its own.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED.</exception>
    public static void Require(ServerCallContext context, Func<PodCaller, bool> own)
    {
        if (Of(context) is { } caller && !own(caller)) throw new RpcException(new Status(StatusCode.PermissionDenied, $"{caller.AgentId} may not have this."));
    }

    /// <summary>Checks the identity that a call shows.</summary>
    /// <returns>False when the call shows none.</returns>
    /// <exception cref="RpcException">It is wrong or over (UNAUTHENTICATED), or not enough (PERMISSION_DENIED).</exception>
    internal static bool Check(ServerCallContext context, InternalKey installation, TimeProvider time)
    {
        if (context.RequestHeaders.GetValue(AgentHeader) is not { } shown) return false;
        var space = shown.LastIndexOf(' ');
        if (space < 0 || !long.TryParse(shown.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var expires)) throw Unknown("The agent's identity is not one.");
        var id = shown[..space];
        if (!PodKeys.Matches(PodKeys.CallKey(installation, id, expires), context.RequestHeaders.GetValue(InternalKey.Header))) throw Unknown("The agent's key is wrong.");
        if (time.GetUtcNow().ToUnixTimeSeconds() > expires) throw Unknown("The agent's key is over.");
        if (!Open.Contains(context.Method)) throw new RpcException(new Status(StatusCode.PermissionDenied, "This endpoint is not for agents in function pods."));
        context.UserState[typeof(PodCaller)] = new PodCaller(id, SpecOf(context, installation, id));
        return true;
    }

    private static string? SpecOf(ServerCallContext context, InternalKey installation, string agentId)
    {
        if (context.RequestHeaders.GetValue(TicketHeader) is not { } ticket) return null;
        var space = ticket.LastIndexOf(' ');
        var specId = space < 0 ? "" : ticket[..space];
        return PodKeys.Matches(PodKeys.Ticket(installation, agentId, specId), ticket[(space + 1)..]) ? specId : throw Unknown("The agent's ticket is wrong.");
    }

    private static RpcException Unknown(string why) => new(new Status(StatusCode.Unauthenticated, why));
}
