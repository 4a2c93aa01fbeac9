namespace ScfAspire.Trigger.Roles;

/// <summary>Says at start which roles this process has, and which of them have nothing to do yet.</summary>
public sealed partial class RoleAnnouncement(TriggerRoles roles, ILogger<RoleAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogRoles(roles);
        var idle = roles & (TriggerRoles.Timers | TriggerRoles.Sources);
        if (idle != TriggerRoles.None) LogIdle(idle);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "Roles: {Roles}")]
    private partial void LogRoles(TriggerRoles roles);

    [LoggerMessage(2, LogLevel.Information, "Roles without triggers to serve in this version: {Roles}")]
    private partial void LogIdle(TriggerRoles roles);
}
