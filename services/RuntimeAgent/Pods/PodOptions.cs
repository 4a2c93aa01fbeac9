using ScfAspire.RuntimeAgent.WarmPool;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Pods;

/// <summary>What an agent is told of the pod that it is in.</summary>
/// <param name="AgentId">Its id.</param>
/// <param name="Group">The warm key that the pod is of; empty where it is told none.</param>
/// <param name="Set">The warm set that the runtime container is for.</param>
internal sealed record PodOptions(string AgentId, string Group, string Set)
{
    /// <exception cref="ConfigurationException">A value is missing or wrong; the message says which.</exception>
    public static PodOptions From(IConfiguration configuration)
    {
        var id = configuration[ScfEnvironment.AgentId] is { Length: > 0 } value ? value : throw new ConfigurationException($"{ScfEnvironment.AgentId} is not set: an agent in a pod does not choose its own.");
        var set = configuration["SCF_POD_SET"] ?? "";
        if (WarmProcesses.KindOf(set) is null) throw new ConfigurationException($"SCF_POD_SET={set} is no runtime that an agent knows.");
        return new PodOptions(id, configuration["SCF_POOL_GROUP"] ?? "", set);
    }
}
