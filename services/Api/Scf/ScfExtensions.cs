using ScfAspire.Api.Scf.Actions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Scf.Signatures;

namespace ScfAspire.Api.Scf;

/// <summary>Adds the SCF-compatible endpoint.</summary>
public static class ScfExtensions
{
    public static IServiceCollection AddScfEndpoint(this IServiceCollection services)
    {
        services.AddSingleton<SignatureVerifier>().AddSingleton<ScfCallReader>().AddSingleton<BodyBudgets>().AddSingleton<ActionTable>().AddSingleton<ActionAdmission>().AddSingleton<ScfEndpoint>().AddSingleton<ScfTime>();
        services.AddSingleton<IScfAction, CreateFunctionAction>();
        services.AddSingleton<IScfAction, GetFunctionAction>();
        services.AddSingleton<IScfAction, ListFunctionsAction>();
        services.AddSingleton<IScfAction, UpdateFunctionCodeAction>();
        services.AddSingleton<IScfAction, UpdateFunctionConfigurationAction>();
        services.AddSingleton<IScfAction, DeleteFunctionAction>();
        services.AddSingleton<IScfAction, CopyFunctionAction>();
        services.AddSingleton<IScfAction, GetAccountAction>();
        services.AddSingleton<IScfAction, InvokeAction>();
        services.AddSingleton<IScfAction, InvokeFunctionAction>();
        services.AddSingleton<IScfAction, PublishVersionAction>();
        services.AddSingleton<IScfAction, ListVersionByFunctionAction>();
        services.AddSingleton<IScfAction, DeleteFunctionVersionAction>();
        services.AddSingleton<IScfAction, CreateAliasAction>();
        services.AddSingleton<IScfAction, GetAliasAction>();
        services.AddSingleton<IScfAction, ListAliasesAction>();
        services.AddSingleton<IScfAction, UpdateAliasAction>();
        services.AddSingleton<IScfAction, DeleteAliasAction>();
        services.AddSingleton<IScfAction, CreateTriggerAction>();
        services.AddSingleton<IScfAction, ListTriggersAction>();
        services.AddSingleton<IScfAction, UpdateTriggerAction>();
        services.AddSingleton<IScfAction, UpdateTriggerStatusAction>();
        services.AddSingleton<IScfAction, DeleteTriggerAction>();
        services.AddSingleton<IScfAction, CreateNamespaceAction>();
        services.AddSingleton<IScfAction, ListNamespacesAction>();
        services.AddSingleton<IScfAction, UpdateNamespaceAction>();
        services.AddSingleton<IScfAction, DeleteNamespaceAction>();
        services.AddSingleton<IScfAction, GetFunctionLogsAction>();
        services.AddSingleton<IScfAction, GetRequestStatusAction>();
        services.AddSingleton<IScfAction, GetFunctionEventInvokeConfigAction>();
        services.AddSingleton<IScfAction, UpdateFunctionEventInvokeConfigAction>();
        return services;
    }

    /// <summary>Serves the endpoint at the root of the HTTP port.</summary>
    public static void MapScfEndpoint(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<ScfEndpoint>();
        endpoints.MapMethods("/", [HttpMethods.Get, HttpMethods.Post], (RequestDelegate)endpoint.HandleAsync);
    }
}
