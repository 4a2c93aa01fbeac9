using System.Text.Json.Nodes;

namespace ScfAspire.TestKit.Platforms;

/// <summary>The few steps that most tests take with functions.</summary>
public static class ScfFunctions
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Creates an event function from files and returns when it is active.</summary>
    public static async Task CreateFunctionAsync(
        this ScfCaller scf, string name, string runtime, byte[] zip, CancellationToken cancellationToken, JsonObject? more = null)
    {
        var fields = new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = runtime,
            ["Handler"] = "index.main_handler",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) },
        };
        foreach (var (key, value) in more ?? []) fields[key] = value?.DeepClone();
        await scf.CallAsync("CreateFunction", fields, cancellationToken);
        await scf.UntilActiveAsync(name, cancellationToken);
    }

    /// <summary>Waits as a user of the interface must: it tells a function's state only when asked.</summary>
    public static async Task UntilActiveAsync(this ScfCaller scf, string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var function = await scf.CallAsync("GetFunction", new JsonObject { ["FunctionName"] = name }, cancellationToken);
            var status = (string?)function["Status"];
            if (status == "Active") return;
            if (status is not null && status.EndsWith("Failed", StringComparison.Ordinal)) throw new InvalidOperationException($"{name} is {status}: {function["StatusDesc"]}");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Runs an event function and returns <c>Result</c>.</summary>
    public static async Task<JsonObject> InvokeAsync(this ScfCaller scf, string name, string @event, CancellationToken cancellationToken, string type = "RequestResponse") =>
        (await scf.CallAsync("Invoke", new JsonObject { ["FunctionName"] = name, ["ClientContext"] = @event, ["InvocationType"] = type }, cancellationToken))["Result"]!.AsObject();
}
