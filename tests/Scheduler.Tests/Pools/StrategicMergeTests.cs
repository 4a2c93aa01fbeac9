using System.Text.Json.Nodes;
using ScfAspire.Scheduler.Pools.Kubernetes;

namespace ScfAspire.Scheduler.Tests.Pools;

public sealed class StrategicMergeTests
{
    [Theory]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"c":2}}""", """{"a":{"b":1,"c":2}}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":null}}""", """{"a":{"c":2}}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"$patch":"replace","c":2}}""", """{"a":{"c":2}}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"$patch":"delete"}}""", """{}""")]
    [InlineData("""{"tolerations":[{"key":"a"}]}""", """{"tolerations":[{"key":"b"}]}""", """{"tolerations":[{"key":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"x","image":"1"},{"name":"y"}]}""", """{"containers":[{"name":"x","image":"2"},{"name":"z"}]}""", """{"containers":[{"name":"x","image":"2"},{"name":"y"},{"name":"z"}]}""")]
    [InlineData("""{"containers":[{"name":"x"},{"name":"y"}]}""", """{"containers":[{"name":"x","$patch":"delete"}]}""", """{"containers":[{"name":"y"}]}""")]
    [InlineData("""{"volumes":[{"name":"x"}]}""", """{"volumes":[{"$patch":"replace"},{"name":"y"}]}""", """{"volumes":[{"name":"y"}]}""")]
    [InlineData("""{"volumeMounts":[{"mountPath":"/a","name":"x"}]}""", """{"volumeMounts":[{"mountPath":"/a","readOnly":true}]}""", """{"volumeMounts":[{"mountPath":"/a","name":"x","readOnly":true}]}""")]
    [InlineData("""{"env":[{"name":"A","value":"1"}]}""", """{"env":[{"name":"A","value":"2"}]}""", """{"env":[{"name":"A","value":"2"}]}""")]
    public void A_patch_is_merged_as_the_API_server_merges_it(string document, string patch, string expected) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(StrategicMerge.Apply(document, patch))), StrategicMerge.Apply(document, patch));

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"containers":[{"image":"2"}]}""")]
    [InlineData("""{"containers":["x"]}""")]
    public void A_patch_that_does_not_fit_is_refused(string patch) =>
        Assert.Throws<PodTemplateException>(() => StrategicMerge.Apply("""{"containers":[{"name":"x"}]}""", patch));
}
