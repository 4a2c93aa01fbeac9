using Npgsql;
using ScfAspire.Trigger.Queue.Admission;
using ScfAspire.Trigger.Queue.Ownership;
using ScfAspire.Trigger.Queue.Running;
using ScfAspire.Trigger.Queue.Settling;
using ScfAspire.Trigger.Queue.Store;
using ScfAspire.Trigger.Schema;

namespace ScfAspire.Trigger.Queue;

/// <summary>Registers the queue role.</summary>
public static class QueueServices
{
    /// <summary>Everything but the data source, the dispatcher and the route table.</summary>
    public static IServiceCollection AddEventQueue(this IServiceCollection services, QueueOptions options, string connectionString) => services
        .AddSingleton(options)
        .AddSingleton(provider => new SchemaMigration(provider.GetRequiredService<NpgsqlDataSource>(), connectionString))
        .AddSingleton<QueueInstruments>()
        .AddSingleton(new SessionString(connectionString))
        .AddSingleton<OwnerIdentity>()
        .AddSingleton<Signal>()
        .AddSingleton<EventStore>()
        .AddSingleton<OwnerStore>()
        .AddSingleton<EndedIds>()
        .AddSingleton<Settler>()
        .AddSingleton<EventRunner>()
        .AddSingleton<FunctionLanes>()
        .AddSingleton<BacklogClaimer>()
        .AddSingleton<OwnerSession>()
        .AddSingleton<OwnerKeeper>()
        .AddSingleton<EventAdmission>()
        .AddSingleton<EventQueueNode>()
        .AddHostedService(provider => provider.GetRequiredService<EventQueueNode>());
}
