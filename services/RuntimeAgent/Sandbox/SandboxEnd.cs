using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>How the process of a sandbox ended.</summary>
/// <param name="Status">Exit code or signal of the first process.</param>
/// <param name="OutOfMemory">The kernel killed a process inside for want of memory, by the counters of its cgroup.</param>
internal readonly record struct SandboxEnd(ExitStatus Status, bool OutOfMemory);
