using ScfAspire.Dispatch;
using ScfAspire.ServiceDefaults;
using ScfAspire.Trigger.Gateway;
using ScfAspire.Trigger.Queue;
using ScfAspire.Trigger.Roles;

namespace ScfAspire.Trigger;

/// <summary>Puts the service together: each role with what it needs and nothing else.</summary>
public static class TriggerHost
{
    /// <exception cref="ConfigurationException">The configuration is incomplete or wrong; the message says which key.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        var roles = RoleArguments.Read(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddHostedService(provider => new RoleAnnouncement(roles, provider.GetRequiredService<ILogger<RoleAnnouncement>>()));
        if ((roles & (TriggerRoles.Gateway | TriggerRoles.Queue)) != 0) builder.AddDispatch("trigger", onLoop: true);
        if (roles.HasFlag(TriggerRoles.Gateway))
        {
            builder.Services.AddGateway(GatewayOptions.From(builder.Configuration)).AddGatewayEndpoint();
        }
        if (roles.HasFlag(TriggerRoles.Queue)) AddQueue(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        if (roles.HasFlag(TriggerRoles.Queue)) app.MapGrpcService<EventQueueService>();
        return app;
    }

    private static void AddQueue(WebApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.GetConnectionString(ScfEnvironment.PostgresConnection);
        if (string.IsNullOrEmpty(connectionString))
            throw new ConfigurationException($"ConnectionStrings__{ScfEnvironment.PostgresConnection} is not set: the queue keeps its events in Postgres.");
        builder.AddNpgsqlDataSource(ScfEnvironment.PostgresConnection, configureDataSourceBuilder: source => source.ConnectionStringBuilder.MaxAutoPrepare = 32);
        builder.Services.AddEventQueue(QueueOptions.From(builder.Configuration), connectionString);
        builder.Services.AddHealthChecks().AddCheck<QueueReadiness>("queue");
    }
}
