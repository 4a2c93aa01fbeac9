using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScfAspire.RuntimeAgent.Pods;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>The agent's configuration, checked.</summary>
internal sealed record AgentOptions
{
    /// <summary>Where everything on disk is kept.</summary>
    public required string DataDir { get; init; }

    /// <summary><c>unix:/path</c> or <c>tcp:host:port</c>.</summary>
    public required string Link { get; init; }

    /// <summary>Where the agent serves its control interface.</summary>
    public required string ControlUrl { get; init; }

    public string Pool { get; init; } = "local";

    /// <summary>What this agent is of in a function pod; null on a machine.</summary>
    public PodOptions? Pod { get; init; }

    /// <summary>Memory that instances may have together, MB.</summary>
    public required long MemoryCapacityMb { get; init; }

    /// <summary>Instances at the same time.</summary>
    public int InstanceCapacity { get; init; } = 500;

    /// <summary>Run functions as plain processes, without any protection.</summary>
    public bool UnsafeNoSandbox { get; init; }

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Names what this agent makes on the machine; the same for every life of one data folder, and no other's.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DataDir)))[..8];

    public string AgentId => Pod?.AgentId ?? $"{Environment.MachineName}-{Key}";

    public string InstancesFolder => Path.Combine(DataDir, "instances");

    public string PackagesFolder => Path.Combine(DataDir, "packages");

    public string EtcFolder => Path.Combine(DataDir, "etc");

    public string RecordsFolder => Path.Combine(DataDir, "records");

    /// <exception cref="ConfigurationException">A value is missing or wrong; the message says which.</exception>
    public static AgentOptions From(IConfiguration configuration, string[] arguments)
    {
        var dataDir = Required(configuration, ScfEnvironment.DataDir);
        var link = Required(configuration, ScfEnvironment.Link);
        if (!link.StartsWith("unix:/", StringComparison.Ordinal) && !link.StartsWith("tcp:", StringComparison.Ordinal))
            throw new ConfigurationException($"{ScfEnvironment.Link}={link} is neither unix:/path nor tcp:host:port.");
        var unknown = arguments.FirstOrDefault(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument is not (NoSandboxOption or PodOption) && !argument.Contains('=', StringComparison.Ordinal));
        if (unknown is not null) throw new ConfigurationException($"{unknown} is not an option; there are {NoSandboxOption} and {PodOption}.");
        var host = configuration[ScfEnvironment.BindHost] is { Length: > 0 } bound and not "0.0.0.0" ? bound : "127.0.0.1";
        return new AgentOptions
        {
            DataDir = Path.GetFullPath(dataDir),
            Link = link,
            ControlUrl = $"http://{host}:{Required(configuration, ScfEnvironment.InternalPort)}",
            Pool = configuration["SCF_POOL"] is { Length: > 0 } pool ? pool : "local",
            MemoryCapacityMb = Number(configuration, "SCF_MEMORY_MB", MachineMemoryMb() * 4 / 5),
            InstanceCapacity = arguments.Contains(PodOption) ? 1 : (int)Number(configuration, "SCF_MAX_INSTANCES", 500),
            Pod = arguments.Contains(PodOption) ? PodOptions.From(configuration) : null,
            UnsafeNoSandbox = arguments.Contains(NoSandboxOption) || configuration["SCF_UNSAFE_NO_SANDBOX"] == "1",
        };
    }

    public const string NoSandboxOption = "--unsafe-no-sandbox";

    /// <summary>The agent is a container of a function pod, and the container beside it is its one sandbox.</summary>
    public const string PodOption = "--pod";

    /// <summary>Whether the agent makes sandboxes of its own; known before the configuration is read.</summary>
    public static bool MakesSandboxes(string[] arguments) => !arguments.Contains(PodOption) && !arguments.Contains(NoSandboxOption) && Environment.GetEnvironmentVariable("SCF_UNSAFE_NO_SANDBOX") != "1";

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new ConfigurationException($"{name} is not set.");

    private static long Number(IConfiguration configuration, string name, long otherwise)
    {
        if (configuration[name] is not { Length: > 0 } text) return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new ConfigurationException($"{name}={text} is not a number above 0.");
    }

    private static long MachineMemoryMb() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576;
}
