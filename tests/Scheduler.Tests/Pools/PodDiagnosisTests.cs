using k8s;
using k8s.Models;
using ScfAspire.Scheduler.Pools.Kubernetes;

namespace ScfAspire.Scheduler.Tests.Pools;

/// <summary>Statuses as kubelets and schedulers write them, and what callers are told.</summary>
public sealed class PodDiagnosisTests
{
    [Theory]
    [InlineData("""{"phase":"Pending"}""", nameof(PodPhase.Fine), 0)]
    [InlineData("""{"phase":"Running","containerStatuses":[{"name":"runtime","image":"i","imageID":"","ready":true,"restartCount":0,"state":{"running":{}}}]}""", nameof(PodPhase.Fine), 0)]
    [InlineData("""{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes are available: 1 Insufficient memory."}]}""", nameof(PodPhase.Unschedulable), 449)]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"name":"runtime","image":"i","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ErrImagePull","message":"not found"}}}]}""", nameof(PodPhase.ImageMissing), 444)]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"name":"agent","image":"i","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff","message":"dial tcp: i/o timeout"}}}]}""", nameof(PodPhase.ImageMissing), 447)]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"name":"runtime","image":"i","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"CreateContainerError","message":"no command"}}}]}""", nameof(PodPhase.NotStartable), 445)]
    [InlineData("""{"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory."}""", nameof(PodPhase.Over), 449)]
    [InlineData("""{"phase":"Failed","reason":"OutOfcpu"}""", nameof(PodPhase.Over), 449)]
    [InlineData("""{"phase":"Failed"}""", nameof(PodPhase.Over), 500)]
    public void A_status_is_told_apart(string status, string phase, int statusCode)
    {
        var standing = PodDiagnosis.Of(Pod(status));
        Assert.Equal(phase, standing.Phase.ToString());
        if (statusCode == 0) return;
        var start = PodStatusCodes.Of(standing);
        Assert.Equal(statusCode, (start.Failure ?? start.Lack)!.StatusCode);
        // Another pool may have room, but no other image.
        Assert.Equal(statusCode == 449, start.IsShortage);
    }

    [Fact]
    public void The_end_of_the_runtime_container_is_known_while_the_agents_runs()
    {
        var standing = PodDiagnosis.Of(Pod("""
            {"phase":"Running","containerStatuses":[
              {"name":"agent","image":"i","imageID":"","ready":true,"restartCount":0,"state":{"running":{}}},
              {"name":"runtime","image":"i","imageID":"","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}
            """));
        Assert.Equal((PodPhase.RuntimeEnded, 137, true), (standing.Phase, standing.ExitCode, standing.OutOfMemory));
    }

    [Theory]
    [InlineData("hello-world_1", "hello-world_1")]
    [InlineData("$LATEST", "LATEST")]
    public void Labels_take_names_as_they_are_where_they_can(string name, string expected) => Assert.Equal(expected, PodLabels.Value(name));

    [Theory]
    [InlineData("ends-")]
    [InlineData("_starts")]
    [InlineData("")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234567890")]
    public void A_name_that_is_no_label_becomes_one_and_no_others(string name)
    {
        var value = PodLabels.Value(name);
        Assert.Matches("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$", value);
        Assert.NotEqual(value, PodLabels.Value(name + "x"));
    }

    private static V1Pod Pod(string status) => KubernetesJson.Deserialize<V1Pod>($$"""{"metadata":{"name":"p"},"spec":{"containers":[]},"status":{{status}}}""");
}
