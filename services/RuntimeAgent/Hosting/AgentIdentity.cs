using System.Globalization;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>Who this life of the agent is.</summary>
/// <param name="AgentId">The same for every life of one data folder.</param>
/// <param name="Epoch">Grows with every life.</param>
internal sealed record AgentIdentity(string AgentId, long Epoch)
{
    /// <summary>Begins a new life: its epoch is above every one before it, also when the clock went back.</summary>
    public static AgentIdentity Begin(AgentOptions options, TimeProvider time)
    {
        var path = Path.Combine(options.DataDir, "epoch");
        var former = File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        var epoch = Math.Max(former + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        var next = path + ".next";
        File.WriteAllText(next, epoch.ToString(CultureInfo.InvariantCulture));
        File.Move(next, path, overwrite: true);
        return new AgentIdentity(options.AgentId, epoch);
    }
}
