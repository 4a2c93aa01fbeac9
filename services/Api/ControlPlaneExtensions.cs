using ScfAspire.Api.Accounts;
using ScfAspire.Api.Aliases;
using ScfAspire.Api.Catalog;
using ScfAspire.Api.Credentials;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Grpc;
using ScfAspire.Api.Installation;
using ScfAspire.Api.Invocations;
using ScfAspire.Api.Logs;
using ScfAspire.Api.Namespaces;
using ScfAspire.Api.Packages;
using ScfAspire.Api.Store;
using ScfAspire.Api.Tokens;
using ScfAspire.Api.Triggers;
using ScfAspire.Api.Versions;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api;

/// <summary>Adds the store, the application services and the catalog.</summary>
public static class ControlPlaneExtensions
{
    /// <summary>A page of records may carry several log texts of 1 MB each.</summary>
    private const int RecordsMessageMax = 64 * 1024 * 1024;

    private const int KeepAliveSeconds = 10;

    private const int PreparedMax = 64;

    // Planning a statement takes Postgres longer than running it. Plans are made once for each session, while the tables may be all but empty, and have to do
    // when they are large: so every look goes by an index, which all of them have.
    private const string PlanOnce = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static WebApplicationBuilder AddControlPlane(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration.GetConnectionString(ScfEnvironment.PostgresConnection)))
            throw new ConfigurationException($"ConnectionStrings__{ScfEnvironment.PostgresConnection} is not set: the control plane is kept in Postgres.");
        builder.AddNpgsqlDataSource(
            ScfEnvironment.PostgresConnection,
            configureDataSourceBuilder: source =>
            {
                // Who only listens would not notice that the other end is gone.
                source.ConnectionStringBuilder.KeepAlive = KeepAliveSeconds;
                source.ConnectionStringBuilder.MaxAutoPrepare = PreparedMax;
                source.ConnectionStringBuilder.Options ??= PlanOnce;
                // Nothing of a session outlives its use: settings are those of a transaction, and so is every lock but that of the upgrade, which is given back.
                source.ConnectionStringBuilder.NoResetOnClose = true;
            });
        builder.AddInternalClient<EventQueue.EventQueueClient>("trigger");
        builder.AddInternalClient<Records.RecordsClient>("metering").ConfigureChannel(channel => channel.MaxReceiveMessageSize = RecordsMessageMax);

        builder.AddInternalClient<Capacity.CapacityClient>("scheduler");

        var services = builder.Services;
        services.AddSingleton(InstallationOptions.From(builder.Configuration));
        services.AddSingleton(MasterKey.From(builder.Configuration));
        services.AddSingleton<ControlDatabase>().AddSingleton<EnvironmentBox>().AddSingleton<PackageStore>();
        services.AddSingleton<CredentialStore>().AddSingleton<ICredentialStore>(p => p.GetRequiredService<CredentialStore>());
        services.AddSingleton<INonceStore, NonceStore>();
        services.AddSingleton<CatalogChanges>().AddSingleton<FunctionRoutes>().AddSingleton<InstanceSpecs>().AddSingleton<NamespacePlacements>();
        services.AddSingleton<CatalogFeed>().AddSingleton<CatalogReplicas>().AddSingleton<CatalogPublication>();
        services.AddSingleton<FunctionSettler>().AddSingleton<TriggerReader>();
        services.AddSingleton<IFunctionSettlement>(p => p.GetRequiredService<FunctionSettler>());
        services.AddSingleton<IFunctionService, FunctionControl>();
        services.AddSingleton<IFunctionCopier, FunctionCopier>();
        services.AddSingleton<IAccountService, AccountControl>();
        services.AddSingleton<IVersionService, VersionControl>();
        services.AddSingleton<IAliasService, AliasControl>();
        services.AddSingleton<ITriggerService, TriggerControl>();
        services.AddSingleton<NamespaceResourceRules>().AddSingleton<INamespaceService, NamespaceControl>();
        services.AddSingleton<IInvocationService, InvocationControl>();
        services.AddSingleton<IInvocationLog, InvocationLog>();

        // In this order: nothing else starts before the schema is there.
        services.AddHostedService<ControlSchema>();
        services.AddHostedService(p => p.GetRequiredService<CredentialStore>());
        services.AddHostedService(p => p.GetRequiredService<CatalogReplicas>());
        services.AddHostedService<CatalogListener>();
        services.AddHostedService(p => p.GetRequiredService<FunctionSettler>());
        return builder;
    }
}
