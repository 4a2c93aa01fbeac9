namespace ScfAspire.AppHost.Local.Running;

/// <summary>What all supervised processes of one run share.</summary>
internal sealed record RunContext(TimeProvider Time, Terminal Terminal, Readiness Readiness, PlatformState State, string LogFolder);
