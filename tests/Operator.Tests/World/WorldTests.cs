using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Storage;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Operator.Tests.World;

/// <summary>What tests of the operator share.</summary>
public abstract class WorldTests(OperatorWorld world)
{
    protected OperatorWorld World => world;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The spec of a function that is good.</summary>
    protected static JsonObject Spec(string text = "exports.main_handler = async event => event;", Action<JsonObject>? change = null)
    {
        var spec = new JsonObject
        {
            ["runtime"] = "Nodejs20.19",
            ["handler"] = "index.main_handler",
            ["code"] = new JsonObject { ["inline"] = new JsonObject { ["index.js"] = text } },
        };
        change?.Invoke(spec);
        return spec;
    }

    /// <summary>Waits for the condition Ready to have a value for the object as it is now.</summary>
    protected async Task<JsonObject> ReadyAsync(string plural, string @namespace, string name, string value = "True", string? reason = null)
    {
        JsonObject? found = null;
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    found = await world.GetAsync(plural, @namespace, name);
                    return Condition(found) is { } ready && ready.Text("status") == value && (reason is null || ready.Text("reason") == reason)
                        && ready.Integer("observedGeneration") == found.Integer("metadata", "generation");
                },
                $"{plural} {name} Ready {value} {reason}");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It is {found?["status"]?.ToJsonString() ?? "without status"}.");
        }
        return found!;
    }

    protected static JsonObject? Condition(JsonObject item) =>
        (item["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(each => each.Text("type") == "Ready");
}
