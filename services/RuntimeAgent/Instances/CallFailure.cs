using System.Globalization;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Runtimes;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>Status codes and texts for what happens to a call from outside the function.</summary>
internal static class CallFailure
{
    public const string CancelledText = "The request was cancelled.";

    /// <summary>The call never reached the function, so that Dispatch may send it elsewhere.</summary>
    public static OutcomeFrame NeverSaw(string message, bool instanceGone, int status = ScfStatus.Internal) =>
        new() { StatusCode = status, NeverSaw = true, InstanceGone = instanceGone, ErrorMessage = message };

    public static string TimeLimitText(long limitMs) =>
        string.Create(CultureInfo.InvariantCulture, $"Invoking task timed out after {limitMs / 1000.0:0.###} seconds");

    /// <summary>Decided from the control group's counters and the exit status.</summary>
    public static (int Status, string Message) ForExit(SandboxEnd end, int memoryMb) => end.OutOfMemory
        ? (ScfStatus.MemoryLimit, $"Memory limit exceeded: the function used more than its {memoryMb} MB")
        : (ScfStatus.ProcessExit, $"User process exit when running: {end.Status}");
}
