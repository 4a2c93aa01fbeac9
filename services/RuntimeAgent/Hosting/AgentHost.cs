using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Control;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Link;
using ScfAspire.RuntimeAgent.Packages;
using ScfAspire.RuntimeAgent.Pods;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.RuntimeAgent.Records;
using ScfAspire.RuntimeAgent.Registration;
using ScfAspire.RuntimeAgent.Runtimes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.RuntimeAgent.Telemetry;
using ScfAspire.RuntimeAgent.WarmPool;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;
using ScfAspire.Transport;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>Puts the agent together.</summary>
internal static class AgentHost
{
    /// <exception cref="ConfigurationException">The configuration is incomplete or wrong, or functions cannot be isolated on this machine.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args)
    {
        // The slim builder's options are read from args as well, where an unknown switch is an error of ours to tell.
        var builder = WebApplication.CreateSlimBuilder(args);
        var pod = PodIdentity.From(builder.Configuration);
        if (pod is not null)
        {
            // What others know this pod by takes the place of the installation's key, which it does not have.
            builder.Configuration[ScfEnvironment.InternalKey] = builder.Configuration[ScfEnvironment.AgentLinkKey];
            builder.Services.AddSingleton(pod);
        }

        builder.AddServiceDefaults();
        var options = AgentOptions.From(builder.Configuration, args);
        var tls = LinkTls.From(builder.Configuration);
        LinkAddress.Check(options.Link, tls);
        var folder = DataFolder.Open(options.DataDir);
        var identity = AgentIdentity.Begin(options, TimeProvider.System);
        builder.Services.AddSingleton(folder).AddSingleton(options).AddSingleton(identity).AddSingleton(tls);
        builder.AddInternalClient<Catalog.CatalogClient>("api");
        builder.AddInternalClient<AgentRegistry.AgentRegistryClient>("scheduler");
        builder.AddRecordSpool(records =>
        {
            records.Folder = options.RecordsFolder;
            records.Source = identity.AgentId;
        });
        await AddSandboxesAsync(builder.Services, options, builder.Configuration);
        builder.Services.AddTransport(builder.Configuration);
        AddInstances(builder.Services);
        builder.Services.AddHealthChecks().AddCheck<AgentReadiness>("scheduler");

        var app = builder.Build();
        app.MapGrpcService<AgentService>();
        app.MapDefaultEndpoints();
        return app;
    }

    private static async Task AddSandboxesAsync(IServiceCollection services, AgentOptions options, ConfigurationManager configuration)
    {
        var loop = new DescriptorLoop();
        var spawner = new ProcessSpawner(loop);
        services.AddSingleton(_ => loop).AddSingleton(_ => spawner);
        // Before the host's own logging is there, a function may already lack something.
        var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole());
        services.AddKeyedSingleton(nameof(SandboxSetup), (_, _) => loggers);
        services.AddSingleton<RuntimeStatus>();
        if (options.Pod is not null)
        {
            services.AddSingleton<PodFactory>().AddSingleton<ISandboxFactory>(provider => provider.GetRequiredService<PodFactory>());
            services.AddHostedService<PodWarmUp>();
            // A little less than the pod's own.
            services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(28));
            return;
        }

        services.AddSingleton(await SandboxSetup.CreateAsync(options, spawner, loop, loggers.CreateLogger(typeof(SandboxSetup).FullName!)));
    }

    private static void AddInstances(IServiceCollection services)
    {
        services.AddSingleton(provider => new LinkIdentity(
            provider.GetRequiredService<AgentIdentity>().AgentId,
            (ulong)provider.GetRequiredService<AgentIdentity>().Epoch,
            provider.GetRequiredService<InternalKey>().Bytes.ToArray()));
        services.AddSingleton(provider => new InstanceServices(
            provider.GetRequiredService<AgentOptions>().Pool,
            provider.GetRequiredService<IRecordSpool>(),
            provider.GetRequiredService<AgentTelemetry>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AgentTelemetry>();
        services.AddSingleton<CatalogSource>();
        services.AddSingleton<ISpecSource>(provider => provider.GetRequiredService<CatalogSource>());
        services.AddSingleton<IPackageSource>(provider => provider.GetRequiredService<CatalogSource>());
        services.AddSingleton(provider => new PackageCache(provider.GetRequiredService<AgentOptions>().PackagesFolder, provider.GetRequiredService<IPackageSource>()));
        services.AddSingleton<InstanceTable>();
        services.AddSingleton<StartsUnderWay>();
        services.AddSingleton<WarmProcesses>();
        services.AddSingleton<RuntimeApiServer>();
        services.AddSingleton<RuntimeFactory>();
        services.AddSingleton<InstanceStarter>();
        services.AddSingleton<AgentControl>();
        services.AddSingleton<LinkServer>();
        services.AddSingleton<VersionPreparer>();
        services.AddSingleton<SchedulerReporter>();
        services.AddHostedService<AgentGauges>();
        // Stopped in the reverse order: no news, no calls, no instances; the records of what was stopped are shipped last.
        services.AddHostedService(provider => provider.GetRequiredService<RuntimeApiServer>());
        services.AddHostedService<InstanceShutdown>();
        services.AddHostedService(provider => provider.GetRequiredService<LinkServer>());
        services.AddHostedService(provider => provider.GetRequiredService<VersionPreparer>());
        services.AddHostedService(provider => provider.GetRequiredService<SchedulerReporter>());
    }
}
