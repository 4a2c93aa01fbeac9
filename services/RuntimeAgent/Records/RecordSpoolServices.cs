using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Adds the record spool and its shipper.</summary>
internal static class RecordSpoolServices
{
    /// <summary>The spool, shipping to the installation's Metering service.</summary>
    public static WebApplicationBuilder AddRecordSpool(this WebApplicationBuilder builder, Action<RecordSpoolOptions> configure)
    {
        builder.AddInternalClient<MeteringSink>("metering");
        builder.Services.AddRecordSpool(configure).AddTransient<IRecordSink>(services => services.GetRequiredService<MeteringSink>());
        return builder;
    }

    /// <summary>The spool alone; an <see cref="IRecordSink"/> must be registered beside it.</summary>
    public static IServiceCollection AddRecordSpool(this IServiceCollection services, Action<RecordSpoolOptions> configure)
    {
        services.Configure(configure);
        services.AddSingleton<RecordSpool>();
        services.AddSingleton<IRecordSpool>(provider =>
        {
            var spool = provider.GetRequiredService<RecordSpool>();
            RecordInstruments.Observe(spool);
            return spool;
        });
        services.AddHostedService<RecordShipper>();
        return services;
    }
}
