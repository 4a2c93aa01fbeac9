using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Pods;

/// <summary>Has the pod's runtime become a generic process before anybody asks for an instance.</summary>
internal sealed partial class PodWarmUp(AgentOptions options, PodFactory pod, WarmProcesses warm, ILogger<PodWarmUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await pod.OpenAsync(stoppingToken);
            warm.SetTargets(new Dictionary<string, int> { [options.Pod!.Set] = 1 });
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        catch (IOException e)
        {
            // The pod never becomes ready; who made it gives it up.
            LogNotOpened(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The runtime container cannot be reached: {Reason}")]
    private partial void LogNotOpened(string reason);
}
