using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using ScfAspire.Operator.Cluster;

namespace ScfAspire.Operator.Leadership;

/// <summary>One replica leads, by a lease. One that loses it ends, so that nothing of it goes on: it is started again and stands by.</summary>
public sealed partial class Leader(ApiServer server, OperatorOptions options, IHostApplicationLifetime lifetime, ILogger<Leader> logger) : BackgroundService
{
    private const string LeaseName = "scf-operator";
    private readonly TaskCompletionSource _leading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when this replica leads.</summary>
    public Task Leading => _leading.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var elector = new LeaderElector(new LeaderElectionConfig(new LeaseLock(server.Client, options.Namespace, LeaseName, options.Identity)));
        elector.OnStartedLeading += () =>
        {
            LogLeads(options.Identity);
            _leading.TrySetResult();
        };
        elector.OnError += problem => LogProblem(problem.Message);
        await elector.RunUntilLeadershipLostAsync(stoppingToken);
        if (stoppingToken.IsCancellationRequested) return;
        LogLost(options.Identity);
        lifetime.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Identity} leads.")]
    private partial void LogLeads(string identity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Identity} leads no more and ends.")]
    private partial void LogLost(string identity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease could not be had: {Problem}")]
    private partial void LogProblem(string problem);
}
