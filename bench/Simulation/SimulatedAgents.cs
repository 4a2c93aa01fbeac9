using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Bench.Simulation;

/// <summary>Agents that speak the whole protocol with the Scheduler and run nothing: an instance is an entry in a table.</summary>
internal sealed class SimulatedAgents : IAsyncDisposable
{
    // As the agent has them.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(20);

    private readonly InternalKey _key;
    private readonly WebApplication _server;
    private readonly CancellationTokenSource _ended = new();
    private readonly IReadOnlyList<SimulatedMachine> _machines;
    private readonly List<Task> _reporting = [];

    private SimulatedAgents(InternalKey key, WebApplication server, IReadOnlyList<SimulatedMachine> machines)
    {
        _key = key;
        _server = server;
        _machines = machines;
    }

    /// <summary>Starts that agents were asked for more than once, by instance id: there must be none.</summary>
    public long Repeated => _machines.Sum(machine => machine.Repeated);

    /// <summary>Instances that they have together.</summary>
    public int Instances => _machines.Sum(machine => machine.Count);

    public static async Task<SimulatedAgents> StartAsync(InternalKey key, int count, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            for (var agent = 0; agent < count; agent++) kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        var byPort = new ConcurrentDictionary<int, SimulatedMachine>();
        builder.Services.AddSingleton(byPort);
        var server = builder.Build();
        server.MapGrpcService<SimulatedControl>();
        await server.StartAsync(cancellationToken);
        var machines = server.Urls.Select((url, index) => new SimulatedMachine($"simulated-{index}", url)).ToList();
        foreach (var machine in machines) byPort[new Uri(machine.ControlUrl).Port] = machine;
        return new SimulatedAgents(key, server, machines);
    }

    /// <summary>Has all of them report to a Scheduler until the end.</summary>
    public void ReportTo(string scheduler)
    {
        foreach (var machine in _machines) _reporting.Add(ReportAsync(machine, scheduler));
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        foreach (var reporting in _reporting) await reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _ended.Dispose();
    }

    private async Task ReportAsync(SimulatedMachine machine, string scheduler)
    {
        using var channel = GrpcChannel.ForAddress(scheduler);
        var client = new AgentRegistry.AgentRegistryClient(channel.Intercept(new InternalKeyClientInterceptor(_key)));
        using var call = client.Report(cancellationToken: _ended.Token);
        await call.RequestStream.WriteAsync(machine.Report(complete: true), _ended.Token);
        using var asked = new SemaphoreSlim(0);
        var reading = Task.Run(
            async () =>
            {
                await foreach (var directive in call.ResponseStream.ReadAllAsync(_ended.Token))
                {
                    if (directive.KindCase == AgentDirective.KindOneofCase.ReportAll) asked.Release();
                }
            },
            _ended.Token);
        var toldAll = asked.WaitAsync(_ended.Token);
        while (!reading.IsCompleted)
        {
            await Task.Delay(BetweenReports, _ended.Token);
            await Task.WhenAny(machine.Changed, toldAll, reading, Task.Delay(Heartbeat, _ended.Token));
            var complete = toldAll.IsCompleted;
            if (complete) toldAll = asked.WaitAsync(_ended.Token);
            await call.RequestStream.WriteAsync(machine.Report(complete), _ended.Token);
        }

        await reading;
    }
}
