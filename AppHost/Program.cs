using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using ScfAspire.AppHost;
using ScfAspire.AppHost.Demo;
using ScfAspire.AppHost.Installations;

// The one description of the platform: what runs, what it needs, who calls whom. Aspire runs it where its packages restore, the local runner
// elsewhere; deploy/ says the same for Kubernetes.
try
{
    if (args is [DemoProgram.Argument])
    {
        Environment.ExitCode = await DemoProgram.RunAsync();
        return;
    }

    var builder = DistributedApplication.CreateBuilder(args);
    using var installation = Installation.Open(builder.Configuration, forUse: builder.ExecutionContext.IsRunMode);

    // Servers of its own, or those that ConnectionStrings__redis and ConnectionStrings__scf name.
    IResourceBuilder<IResourceWithConnectionString> redis = builder.Configuration.GetConnectionString("redis") is null
        ? builder.AddRedis("redis")
        : builder.AddConnectionString("redis");
    IResourceBuilder<IResourceWithConnectionString> database = builder.Configuration.GetConnectionString("scf") is null
        ? builder.AddPostgres("postgres").WithDataVolume().AddDatabase("scf")
        : builder.AddConnectionString("scf");

    // Parameters keep the credential out of a manifest and off the dashboard.
    var secretId = builder.AddParameter("secret-id", installation.Credentials.SecretId, publishValueAsDefault: false, secret: true);
    var secretKey = builder.AddParameter("secret-key", installation.Credentials.SecretKey, publishValueAsDefault: false, secret: true);

    var api = builder.AddProject<Projects.Api>("api").WithServiceEndpoints(installation);
    var scheduler = builder.AddProject<Projects.Scheduler>("scheduler").WithServiceEndpoints(installation);
    var trigger = builder.AddProject<Projects.Trigger>("trigger").WithServiceEndpoints(installation);
    var metering = builder.AddProject<Projects.Metering>("metering").WithServiceEndpoints(installation);
    var agent = builder.AddProject<Projects.RuntimeAgent>("agent").WithServiceEndpoints(installation);

    api.WithHttpEndpoint(port: installation.HttpPort, name: "http", env: "SCF_HTTP_PORT", isProxied: false)
        .WithHttpEndpoint(port: installation.GrpcPort, name: "grpc", env: "SCF_GRPC_PORT", isProxied: false)
        .WithEnvironment("SCF_GATEWAY_URL", installation.Credentials.Gateway)
        .WithEnvironment("SCF_SECRET_ID", secretId)
        .WithEnvironment("SCF_SECRET_KEY", secretKey)
        .WithEnvironment("SCF_MASTER_KEY_FILE", installation.MasterKeyFile)
        .WithEnvironment("SCF_STATUS_URLS", ReferenceExpression.Create(
            $"api={api.GetEndpoint("status")},scheduler={scheduler.GetEndpoint("status")},trigger={trigger.GetEndpoint("status")},metering={metering.GetEndpoint("status")},agent={agent.GetEndpoint("status")}"))
        .WithReference(database).WaitFor(database)
        .WithReference(scheduler.GetEndpoint("internal"))
        .WithReference(trigger.GetEndpoint("internal"))
        .WithReference(metering.GetEndpoint("internal"));

    // What the machine can run is for the platform that runs on it; a manifest is for others.
    if (builder.ExecutionContext.IsRunMode) api.WithEnvironment("SCF_RUNTIMES", builder.Configuration["SCF_RUNTIMES"] is { Length: > 0 } offer ? offer : MachineLanguages.Offer());
    foreach (var set in MachineLanguages.WarmSets(builder.Configuration["with"] ?? "")) scheduler.WithEnvironment($"Scheduler__WarmMinimum__{set}", "1");

    scheduler
        .WithReference(redis).WaitFor(redis)
        .WithReference(api.GetEndpoint("internal"));

    trigger.WithHttpEndpoint(port: installation.GatewayPort, name: "gateway", env: "SCF_GATEWAY_PORT", isProxied: false)
        .WithReference(database).WaitFor(database)
        .WithReference(api.GetEndpoint("internal"))
        .WithReference(scheduler.GetEndpoint("internal"))
        .WithReference(metering.GetEndpoint("internal"));

    metering
        .WithReference(database).WaitFor(database);

    agent
        .WithEnvironment("SCF_LINK", $"unix:{Path.Combine(installation.SocketFolder, "agent.sock")}")
        .WithReference(api.GetEndpoint("internal"))
        .WithReference(scheduler.GetEndpoint("internal"))
        .WithReference(metering.GetEndpoint("internal"));

    if (builder.Configuration["demo"] is "true") builder.AddDemonstration(installation, api, scheduler, trigger, metering, agent);

    builder.Build().Run();
}
catch (InstallationException exception)
{
    Console.Error.WriteLine($"scfaspire: {exception.Message}");
    Environment.ExitCode = 1;
}
catch (AggregateException exception) when (exception.InnerException is { } cause)
{
    // Aspire throws so when its orchestrator cannot be started; its log, above, has the rest.
    Console.Error.WriteLine($"scfaspire: {cause.Message}");
    Environment.ExitCode = 1;
}
