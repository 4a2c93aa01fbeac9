namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>The layout inside a sandbox, as the SCF interface documents it.</summary>
internal static class SandboxPaths
{
    public const string Code = "/var/user";
    public const string Layers = "/opt";
    public const string Home = "/home/qcloud";
    public const string Runtimes = "/var/runtime";
    public const string Agent = "/run/scf";
    public const string AgentSocket = "/run/scf/agent.sock";

    /// <summary>Bytes of the private /tmp.</summary>
    public const long TemporaryBytes = 512L * 1024 * 1024;

    /// <summary>User and group inside.</summary>
    public const uint User = 1000;

    /// <summary>Open files of one process.</summary>
    public const ulong OpenFiles = 1024;

    /// <summary>Processes and threads of one instance.</summary>
    public const int Processes = 1024;
}
