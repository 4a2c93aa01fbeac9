using ScfAspire.Operator.Aliases;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Events;
using ScfAspire.Operator.Functions;
using ScfAspire.Operator.Leadership;
using ScfAspire.Operator.Namespaces;
using ScfAspire.Operator.Resources;
using ScfAspire.Operator.Triggers;
using ScfAspire.Operator.Versions;
using ScfAspire.ServiceDefaults;
using ScfAspire.V1;

namespace ScfAspire.Operator;

/// <summary>Puts the service together.</summary>
public static class OperatorHost
{
    /// <summary>The largest code package and what is around it.</summary>
    private const int MaxMessageBytes = 72 * 1024 * 1024;

    /// <param name="args">Command line; its settings win over the environment's.</param>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.Services.AddSingleton(OperatorOptions.From(builder.Configuration));
        builder.AddPlatformClient<FunctionService.FunctionServiceClient>();
        builder.AddPlatformClient<VersionService.VersionServiceClient>();
        builder.AddPlatformClient<AliasService.AliasServiceClient>();
        builder.AddPlatformClient<TriggerService.TriggerServiceClient>();
        builder.AddPlatformClient<NamespaceService.NamespaceServiceClient>();
        builder.Services.AddOperator();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        return app;
    }

    private static IServiceCollection AddOperator(this IServiceCollection services)
    {
        services.AddSingleton<ApiServer>().AddSingleton<EventRecorder>().AddSingleton<NamespaceProvision>().AddSingleton<Leader>();
        services.AddHostedService(provider => provider.GetRequiredService<Leader>());
        services.AddKind<FunctionObject, FunctionReconciler>();
        services.AddKind<FunctionVersionObject, FunctionVersionReconciler>();
        services.AddKind<AliasObject, AliasReconciler>();
        services.AddKind<TriggerObject, TriggerReconciler>();
        services.AddKind<ResourcePoolObject, Pools.ResourcePoolReconciler>();
        services.AddSingleton<FunctionCode>().AddSingleton<FunctionLookup>().AddSingleton<Related>();
        services.AddHealthChecks().AddCheck<OperatorHealth>("watches");
        return services;
    }

    private static void AddKind<T, TReconciler>(this IServiceCollection services)
        where T : class, IApiObject<T>
        where TReconciler : class, IReconciler<T> => services
        .AddSingleton<ObjectWatch<T>>()
        .AddSingleton<IObjectWatch>(provider => provider.GetRequiredService<ObjectWatch<T>>())
        .AddSingleton<IReconciler<T>, TReconciler>()
        .AddSingleton<Controller<T>>()
        .AddHostedService(provider => provider.GetRequiredService<Controller<T>>());

    // The public services by the platform's own way in: with the internal key, and for Kubernetes.
    private static void AddPlatformClient<TClient>(this WebApplicationBuilder builder)
        where TClient : class =>
        builder.AddInternalClient<TClient>("api").ConfigureChannel(channel => (channel.MaxSendMessageSize, channel.MaxReceiveMessageSize) = (MaxMessageBytes, MaxMessageBytes));
}
