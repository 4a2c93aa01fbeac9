using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Agents;
using ScfAspire.Scheduler.Capacity;
using ScfAspire.Scheduler.Leases;
using ScfAspire.Scheduler.Placement;
using ScfAspire.Scheduler.Pools;
using ScfAspire.Scheduler.Pools.Kubernetes;
using ScfAspire.Scheduler.Reclaim;
using ScfAspire.Scheduler.Specs;
using ScfAspire.Scheduler.State;
using ScfAspire.Scheduler.WarmPools;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Scheduler;

/// <summary>Puts the service together.</summary>
public static class SchedulerHost
{
    /// <exception cref="ConfigurationException">The configuration is incomplete or wrong; the message says which key.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        if (string.IsNullOrEmpty(builder.Configuration.GetConnectionString(ScfEnvironment.RedisConnection)))
            throw new ConfigurationException($"ConnectionStrings__{ScfEnvironment.RedisConnection} is not set: the Scheduler keeps its shared state in Redis.");
        builder.AddRedisClient(ScfEnvironment.RedisConnection);
        builder.AddInternalClient<Catalog.CatalogClient>("api");
        builder.Services.Configure<KubernetesOptions>(builder.Configuration.GetSection(KubernetesOptions.Section));
        builder.Services.Configure<SchedulerOptions>(builder.Configuration.GetSection(SchedulerOptions.Section));
        builder.Services
            .AddSingleton<CapacityStore>()
            .AddSingleton<CapacityEvents>()
            .AddSingleton<SchedulerInstruments>()
            .AddSingleton<AgentLinks>()
            .AddSingleton<AgentSessions>()
            .AddSingleton<AgentReports>()
            .AddSingleton<InstanceEnder>()
            .AddSingleton<WarmPlanner>()
            .AddSingleton<AgentTable>()
            .AddSingleton<AgentStarter>()
            .AddSingleton<IdleEviction>()
            .AddSingleton<IResourcePool, LocalPool>()
            .AddSingleton<PodEnds>()
            .AddSingleton<PodIdentities>()
            .AddSingleton<PlacementCatalog>()
            .AddSingleton<PoolLock>()
            .AddSingleton<KubernetesPools>()
            .AddSingleton<PoolSet>()
            .AddSingleton<SpecHealth>()
            .AddSingleton<DispatchSessions>()
            .AddSingleton<DemandCoordinator>()
            .AddSingleton<SpecCatalog>()
            .AddSingleton<VersionAnnouncer>()
            .AddHostedService<KubernetesPoolService>()
            .AddHostedService<SpecWatcher>()
            .AddHostedService<CapacityEventLoop>()
            .AddHostedService<CapacitySweeper>();

        var app = builder.Build();
        app.MapGrpcService<LeasesService>();
        app.MapGrpcService<AgentRegistryService>();
        app.MapGrpcService<CapacityService>();
        app.MapDefaultEndpoints();
        return app;
    }
}
