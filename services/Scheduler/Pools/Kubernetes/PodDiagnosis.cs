using k8s.Models;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Reads a pod's status. Pure.</summary>
internal static class PodDiagnosis
{
    private static readonly HashSet<string> ImageReasons = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable"];
    private static readonly HashSet<string> StartReasons = ["CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError", "CrashLoopBackOff", "ContainerCannotRun"];

    public static PodStanding Of(V1Pod pod)
    {
        var status = pod.Status;
        if (status is null) return PodStanding.Fine;
        var runtime = status.ContainerStatuses?.FirstOrDefault(container => container.Name == PodBuilder.RuntimeContainer);
        var ended = runtime?.State?.Terminated ?? runtime?.LastState?.Terminated;
        if (status.Phase is "Failed" or "Succeeded")
            return new PodStanding(PodPhase.Over, Text(status.Reason ?? "it has ended", status.Message), ended?.ExitCode ?? 0, IsOutOfMemory(ended));
        foreach (var container in status.ContainerStatuses ?? [])
        {
            if (container.State?.Waiting is not { Reason: { } reason } waiting) continue;
            if (ImageReasons.Contains(reason)) return new PodStanding(PodPhase.ImageMissing, Text($"{container.Image}: {reason}", waiting.Message));
            if (StartReasons.Contains(reason)) return new PodStanding(PodPhase.NotStartable, Text($"container {container.Name}: {reason}", waiting.Message));
        }

        if (status.ContainerStatuses?.FirstOrDefault(container => container.Name == PodBuilder.AgentContainer)?.State?.Terminated is { } agent)
            return new PodStanding(PodPhase.Over, Text($"the agent ended: {agent.Reason}", agent.Message), ended?.ExitCode ?? 0, IsOutOfMemory(ended));
        if (ended is not null) return new PodStanding(PodPhase.RuntimeEnded, Text(ended.Reason ?? "ended", ended.Message), ended.ExitCode, IsOutOfMemory(ended));
        if (status.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" }) is { } unscheduled)
            return new PodStanding(PodPhase.Unschedulable, Text("no node has room", unscheduled.Message));
        return PodStanding.Fine;
    }

    private static bool IsOutOfMemory(V1ContainerStateTerminated? ended) => ended?.Reason == "OOMKilled";

    private static string Text(string what, string? more) => string.IsNullOrEmpty(more) ? what : $"{what}: {more}";
}
