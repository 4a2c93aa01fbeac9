using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using ScfAspire.AppHost.Installations;
using ScfAspire.AppHost.Local.DataServers;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>Starts the described resources in the order of their dependencies, keeps them running, and stops them in the reverse order.</summary>
internal sealed class LocalRunner(IConfiguration configuration, IReadOnlyList<IResource> resources, TimeProvider time)
{
    /// <summary>A service that is not ready by then will not be.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Terminal _terminal = new(time);

    /// <summary>Returns once everything has been stopped, after SIGINT, SIGTERM, SIGHUP or <paramref name="cancellationToken"/>.</summary>
    /// <exception cref="InstallationException">Something does not start.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = new StopSignals(stop);
        using var stopData = new CancellationTokenSource();
        using var readiness = new Readiness(time);
        var folder = LocalFolders.Data(configuration);
        var state = new PlatformState(Path.Combine(folder, "platform.json"));
        var context = new RunContext(time, _terminal, readiness, state, Path.Combine(folder, "logs"));
        AllocatePorts(state);

        Dictionary<IResource, Supervised> data = [];
        foreach (var resource in resources.Where(resource => resource is RedisResource or PostgresServerResource)) data[resource] = Supervise(resource, context);
        foreach (var database in resources.OfType<PostgresDatabaseResource>()) data[database] = data[database.Parent];
        var services = resources.OfType<ProjectResource>().ToDictionary(IResource (resource) => resource, resource => Supervise(resource, context));
        var ready = data.Concat(services).ToDictionary(pair => pair.Key, pair => pair.Value.Ready);
        // Whether another's server answers is for the services' own readiness to say.
        foreach (var given in resources.OfType<ConnectionStringResource>()) ready[given] = Task.CompletedTask;

        var started = time.GetTimestamp();
        var runningData = data.Values.Distinct().Select(supervised => supervised.RunAsync(stopData.Token)).ToList();
        var runningServices = services.Select(pair => RunAfterAsync(pair.Value, ((ProcessResource)pair.Key).WaitsFor.Select(other => ready[other]), stop.Token)).ToList();
        try
        {
            await UntilReadyAsync([.. data.Values.Distinct(), .. services.Values], stop.Token);
            state.AllReady();
            Welcome(time.GetElapsedTime(started));
            await RunProgramsAsync(ready, context, stop.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _terminal.Say(_terminal.Dim("Stopping."));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(runningServices);
            await stopData.CancelAsync();
            await Task.WhenAll(runningData);
            foreach (var supervised in data.Values.Distinct().Concat(services.Values)) supervised.Dispose();
            state.Remove();
        }
    }

    private static Supervised Supervise(IResource resource, RunContext context) => resource switch
    {
        PostgresServerResource postgres => new SupervisedPostgres(postgres, context),
        RedisResource redis => new SupervisedRedis(redis, context),
        ProjectResource project => new SupervisedService(project, context),
        _ => throw new NotSupportedException($"{resource.Name} is nothing that the local runner keeps running."),
    };

    private void AllocatePorts(PlatformState state)
    {
        var ports = new FreePorts();
        foreach (var process in resources.OfType<ProcessResource>())
        {
            foreach (var endpoint in process.Endpoints) endpoint.Allocate(ports.Next);
            state.Listens(process.Name, process.Endpoints.ToDictionary(endpoint => endpoint.Name, endpoint => endpoint.Url));
        }
    }

    private static async Task RunAfterAsync(Supervised supervised, IEnumerable<Task> dependencies, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(dependencies).WaitAsync(stop);
        }
        catch (Exception exception) when (exception is InstallationException or OperationCanceledException)
        {
            // What failed or was stopped is told by the dependency itself.
            return;
        }
        await supervised.RunAsync(stop);
    }

    private async Task UntilReadyAsync(IReadOnlyCollection<Supervised> all, CancellationToken stop)
    {
        var waiting = all.Select(supervised => supervised.Ready).ToList();
        var tooLate = Task.Delay(StartTimeout, time, stop);
        while (waiting.Count > 0)
        {
            var done = await Task.WhenAny(waiting.Append(tooLate));
            if (done == tooLate)
            {
                stop.ThrowIfCancellationRequested();
                var late = all.Where(supervised => !supervised.Ready.IsCompleted).Select(supervised => $"{supervised.Name} ({supervised.Waiting})");
                throw new InstallationException($"Not ready after {StartTimeout.TotalSeconds:0} s: {string.Join(", ", late)}. Logs are in {Path.Combine(LocalFolders.Data(configuration), "logs")}.");
            }
            await done;
            waiting.Remove(done);
        }
    }

    private async Task RunProgramsAsync(Dictionary<IResource, Task> ready, RunContext context, CancellationToken stop)
    {
        foreach (var program in resources.OfType<ExecutableResource>())
        {
            await Task.WhenAll(program.WaitsFor.Select(other => ready[other])).WaitAsync(stop);
            await ForegroundProgram.RunAsync(program, context, stop);
        }
    }

    private void Welcome(TimeSpan elapsed)
    {
        var urls = resources.OfType<ProcessResource>().SelectMany(process => process.Endpoints).Where(endpoint => endpoint.FixedPort is not null)
            .ToDictionary(endpoint => endpoint.Name, endpoint => endpoint.Port);
        _terminal.Say($"{_terminal.Good("Ready")} in {elapsed.TotalSeconds:0.0} s.");
        var host = configuration["SCF_PUBLIC_HOST"] is { Length: > 0 } named ? named : "127.0.0.1";
        foreach (var (name, port) in urls) _terminal.Say($"  {name,-8} http://{host}:{port}");
        if (resources.OfType<RedisResource>().Any(redis => redis.Software == RedisSoftware.Garnet))
            _terminal.Say(_terminal.Dim("  redis    Microsoft Garnet, in place of a redis-server"));
        _terminal.Say(_terminal.Dim($"  data     {LocalFolders.Data(configuration)}"));
        // The demonstration says so when it has ended.
        if (!resources.OfType<ExecutableResource>().Any()) _terminal.Say(_terminal.Dim("Ctrl-C stops the platform."));
    }
}
