namespace ScfAspire.Bench.Platforms;

/// <summary>How many instances the agent runs.</summary>
internal static class InstanceCount
{
    public static async Task<int> ReadyAsync(BenchPlatform platform, Metrics metrics, CancellationToken cancellationToken) =>
        (int)await metrics.SumAsync(platform.MetricsOf("agent"), "scf_agent_instances", "phase=\"ready\"", cancellationToken);
}
