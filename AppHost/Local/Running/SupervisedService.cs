using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>One of the platform's services, run from what the build left beside this program.</summary>
internal sealed class SupervisedService(ProjectResource resource, RunContext context) : Supervised(resource.Name, context)
{
    /// <summary>EX_CONFIG: the service has said what is wrong with its configuration.</summary>
    private const int BadConfiguration = 78;

    protected override TimeSpan Grace => TimeSpan.FromSeconds(5.5);

    protected override bool IsWorthAnother(int exitCode) => exitCode != BadConfiguration;

    protected override async Task<IRunningProcess> StartAsync(CancellationToken stop)
    {
        var environment = ServiceEnvironment.Inherited();
        foreach (var (key, value) in resource.Environment) environment[key] = value();
        environment["SCF_PARENT_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        environment["OTEL_SERVICE_NAME"] = resource.Name;
        var executable = ServiceBinaries.Find(resource.Project);
        var command = new ChildCommand(executable, [.. resource.Arguments])
        {
            Environment = environment,
            WorkingDirectory = Path.GetDirectoryName(executable),
        };
        return await ChildProcess.StartAsync(command.DyingWithParent(), OnLine);
    }

    protected override Task WaitUntilReadyAsync(CancellationToken stop) =>
        resource.HealthUrl is { } url ? Context.Readiness.WaitAsync(url(), reason => Waiting = reason, stop) : Task.CompletedTask;
}
