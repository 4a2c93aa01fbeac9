using System.Globalization;
using ScfAspire.RuntimeAgent.Tests.Doubles;
using ScfAspire.TestKit.Pods;

namespace ScfAspire.RuntimeAgent.Tests.Pods;

/// <summary>An agent in pod mode and the runtime container beside it.</summary>
internal sealed class PodUnderTest : AgentUnderTest
{
    public const string Group = "0011223344556677";
    public const string Id = $"pod/c1/{Group}/scf-a";

    private readonly string _runtime;

    private PodUnderTest(string runtime)
    {
        _runtime = runtime;
        Extra =
        [
            $"--SCF_AGENT_ID={Id}", "--SCF_AGENT_KEY=call-key-of-the-pod",
            string.Create(CultureInfo.InvariantCulture, $"--SCF_AGENT_EXPIRES={DateTimeOffset.UtcNow.AddMinutes(15).ToUnixTimeSeconds()}"),
            $"--SCF_AGENT_LINK_KEY={Key}", "--SCF_POOL=c1", $"--SCF_POOL_GROUP={Group}", $"--SCF_POD_SET={runtime}", "--SCF_MEMORY_MB=256", "--pod",
        ];
    }

    public RuntimeContainer Container { get; private set; } = null!;

    /// <summary>Starts both and waits until the agent has said that its generic process is ready.</summary>
    public static async Task<PodUnderTest> StartAsync(string runtime)
    {
        var pod = new PodUnderTest(runtime);
        await pod.InitializeAsync();
        pod.Container = RuntimeContainer.Start(pod.DataDir, runtime);
        await pod.Platform.Reports.FirstAsync(report => report.Warm.Any(warm => warm.Ready == 1));
        return pod;
    }

    internal override async Task StopAgentAsync()
    {
        await base.StopAgentAsync();
        Container?.Dispose();
    }
}
