using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Npgsql;
using ScfAspire.Metering.Following;
using ScfAspire.Metering.Ingest;
using ScfAspire.Metering.Partitions;
using ScfAspire.Metering.Queries;
using ScfAspire.Metering.Schema;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Metering;

/// <summary>Puts the service together.</summary>
public static class MeteringHost
{
    /// <summary>A batch may carry several log texts of 1 MB each.</summary>
    public const int MaxMessageBytes = 64 * 1024 * 1024;

    /// <exception cref="ConfigurationException">The configuration is incomplete or wrong; the message says which key.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        var connectionString = builder.Configuration.GetConnectionString(ScfEnvironment.PostgresConnection);
        if (string.IsNullOrEmpty(connectionString))
            throw new ConfigurationException($"ConnectionStrings__{ScfEnvironment.PostgresConnection} is not set: Metering keeps its records in Postgres.");
        builder.AddNpgsqlDataSource(ScfEnvironment.PostgresConnection, configureDataSourceBuilder: source => source.ConnectionStringBuilder.MaxAutoPrepare = 32);
        builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.MaxReceiveMessageSize = MaxMessageBytes);
        builder.Services.AddSingleton<IServiceMethodProvider<RecordIngestService>, RecordIngestMethod>();
        builder.Services.AddMetering(MeteringOptions.From(builder.Configuration), connectionString);
        builder.Services.AddHealthChecks().AddCheck<MeteringReadiness>("store");

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcService<RecordIngestService>();
        app.MapGrpcService<RecordsService>();
        return app;
    }

    /// <summary>Everything but endpoints and the data source.</summary>
    public static IServiceCollection AddMetering(this IServiceCollection services, MeteringOptions options, string connectionString) => services
        .AddSingleton(options)
        .AddSingleton<MeteringInstruments>()
        .AddSingleton<MeteringReadiness>()
        .AddSingleton(provider => new SchemaMigration(provider.GetRequiredService<NpgsqlDataSource>(), connectionString))
        .AddSingleton<PartitionStore>()
        .AddSingleton<RecordIntake>()
        .AddSingleton<RecordOrigins>()
        .AddSingleton<IngestTransaction>()
        .AddSingleton<IngestWriter>()
        .AddHostedService(provider => provider.GetRequiredService<IngestWriter>())
        .AddSingleton<RecordReader>()
        .AddSingleton<RecordFeed>()
        .AddHostedService<PartitionKeeper>()
        .AddHostedService<CommitListener>();
}
