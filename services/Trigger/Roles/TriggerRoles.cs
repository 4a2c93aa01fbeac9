namespace ScfAspire.Trigger.Roles;

/// <summary>What one process of the service does.</summary>
[Flags]
public enum TriggerRoles
{
    None = 0,

    /// <summary>HTTP gateway and function URLs.</summary>
    Gateway = 1,

    /// <summary>The durable asynchronous queue.</summary>
    Queue = 2,

    /// <summary>Timer triggers.</summary>
    Timers = 4,

    /// <summary>Message consumers.</summary>
    Sources = 8,

    All = Gateway | Queue | Timers | Sources,
}
