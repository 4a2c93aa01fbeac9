using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Logs;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>What happened while an instance was made, which the log of its first run tells.</summary>
internal sealed class InitStory
{
    private readonly StringBuilder _output = new();

    public ColdStart ColdStart { get; set; } = new();

    public void Append(string text)
    {
        lock (_output)
        {
            if (_output.Length < LogLimits.UserBytes) _output.Append(text);
        }
    }

    /// <summary>What the first run's record tells.</summary>
    public InitLog ToLog(string printed, long memoryUsedBytes) => new()
    {
        Printed = printed,
        PullCodeUs = ColdStart.PullCodeUs,
        InitRuntimeUs = ColdStart.InitRuntimeUs,
        InitFunctionUs = ColdStart.InitFunctionUs,
        MemoryUsedBytes = memoryUsedBytes,
    };

    /// <summary>What the function printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }
}
