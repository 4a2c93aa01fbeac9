namespace ScfAspire.TestKit.Platforms;

/// <summary>What the runner says of its processes in <c>platform.json</c>.</summary>
/// <param name="Pid">The runner's own process.</param>
/// <param name="Ready">Every process has been ready.</param>
/// <param name="Processes">By name: api, scheduler, trigger, metering, agent, postgres, redis.</param>
public sealed record PlatformSnapshot(int Pid, bool Ready, IReadOnlyDictionary<string, PlatformProcess> Processes);

/// <summary>One process.</summary>
/// <param name="Pid">0 before its first start.</param>
/// <param name="Ready">It has said that it is ready.</param>
/// <param name="Endpoints">URLs by endpoint name.</param>
public sealed record PlatformProcess(int Pid, bool Ready, IReadOnlyDictionary<string, string> Endpoints);
