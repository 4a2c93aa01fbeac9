using System.Text.Json;

namespace ScfAspire.Runtimes.Tests;

/// <summary>What a handler in any language sees of the LOAD frame that <see cref="Bootstrap"/> sends.</summary>
internal static class ContextExpectations
{
    /// <summary>Calls a function that returns its variable TRIGGER_SRC and its context, with and without a source.</summary>
    public static async Task CheckTriggerSourceAsync(Bootstrap bootstrap)
    {
        foreach (var (source, seen) in new[] { ("", (string?)null), ("Timer", "Timer"), ("Timer", "Timer"), ("", null) })
        {
            var result = (await bootstrap.InvokeAsync("{}", source)).End.Json;
            Assert.Equal(seen, result.GetProperty("source").GetString());
            var context = result.GetProperty("context");
            Assert.Equal("SCF_NAMESPACE=default;GREETING=hello" + (seen is null ? "" : ";TRIGGER_SRC=Timer"), context.GetProperty("environ").GetString());
            var environment = JsonDocument.Parse(context.GetProperty("environment").GetString()!).RootElement;
            Assert.Equal(seen, environment.TryGetProperty("TRIGGER_SRC", out var value) ? value.GetString() : null);
        }
    }

    public static void Check(JsonElement result)
    {
        var context = result.GetProperty("context");
        Assert.Equal(128, context.GetProperty("memory_limit_in_mb").GetInt32());
        Assert.Equal(3000, context.GetProperty("time_limit_in_ms").GetInt32());
        var texts = new Dictionary<string, string>
        {
            ["request_id"] = Bootstrap.RequestId(1).ToString(),
            ["environ"] = "SCF_NAMESPACE=default;GREETING=hello",
            ["function_version"] = "$LATEST",
            ["function_name"] = "f",
            ["namespace"] = "default",
            ["tencentcloud_region"] = "ap-guangzhou",
            ["tencentcloud_appid"] = "1250000000",
            ["tencentcloud_uin"] = "100000000001",
            ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        foreach (var (key, value) in texts) Assert.Equal(value, context.GetProperty(key).GetString());
        var environment = JsonDocument.Parse(context.GetProperty("environment").GetString()!).RootElement;
        Assert.Equal("hello", environment.GetProperty("GREETING").GetString());
        Assert.Equal("hello", result.GetProperty("greeting").GetString());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("left").ValueKind);
        Assert.True(result.GetProperty("cwd").GetBoolean());
    }
}
