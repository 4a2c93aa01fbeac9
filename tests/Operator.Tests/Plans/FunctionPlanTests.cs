using System.Text.Json;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Functions;
using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Tests.Plans;

/// <summary>Objects in, calls expected.</summary>
public sealed class FunctionPlanTests
{
    private static readonly byte[] Zip = [1, 2, 3];

    public static TheoryData<string, string> Specs => new()
    {
        { """{"runtime":"Nodejs20.19","handler":"index.main"}""", """{ "type": "FUNCTION_TYPE_EVENT", "runtime": "Nodejs20.19", "handler": "index.main", "memoryMb": 128, "timeout": "3s", "initTimeout": "65s", "instanceConcurrency": 1, "publicNetwork": true, "asyncConfig": { "maxRetries": 2, "messageTtl": "21600s" } }""" },
        { """{"runtime":"CustomRuntime","type":"HTTP","memorySize":256,"timeout":30,"publicNetwork":false,"instanceConcurrency":10}""", """{ "type": "FUNCTION_TYPE_HTTP", "runtime": "CustomRuntime", "memoryMb": 256, "timeout": "30s", "initTimeout": "65s", "instanceConcurrency": 10, "publicNetwork": false, "asyncConfig": { "maxRetries": 2, "messageTtl": "21600s" } }""" },
        { """{"runtime":"Python3.10","handler":"a.b","description":"d","environment":{"A":"1"},"asyncConfig":{"maxRetries":0,"messageTTL":60}}""", """{ "description": "d", "type": "FUNCTION_TYPE_EVENT", "runtime": "Python3.10", "handler": "a.b", "memoryMb": 128, "timeout": "3s", "initTimeout": "65s", "environment": { "A": "1" }, "instanceConcurrency": 1, "publicNetwork": true, "asyncConfig": { "maxRetries": 0, "messageTtl": "60s" } }""" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_spec_becomes_a_function(string spec, string expected)
    {
        var wanted = FunctionPlan.Wanted(Item(spec), Zip);

        Assert.Equal(Zip, wanted.Code.ZipFile);
        wanted.Code = null;
        wanted.CodeInfo = null;
        Assert.Equal(expected, wanted.ToString());
    }

    public static TheoryData<string, string> Changes => new()
    {
        { "{}", "" },
        { """{"description":"new"}""", "description" },
        { """{"handler":"index.other"}""", "handler" },
        { """{"memorySize":256}""", "memory_mb" },
        { """{"timeout":4}""", "timeout" },
        { """{"initTimeout":66}""", "init_timeout" },
        { """{"environment":{"A":"2"}}""", "environment" },
        { """{"environment":{}}""", "environment" },
        { """{"instanceConcurrency":2}""", "instance_concurrency" },
        { """{"publicNetwork":false}""", "public_network" },
        { """{"asyncConfig":{"maxRetries":1}}""", "async_config" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Only_what_differs_is_written(string change, string expected)
    {
        const string Before = """{"runtime":"Nodejs20.19","handler":"index.main","environment":{"A":"1"}}""";
        var actual = FunctionPlan.Wanted(Item(Before), Zip);
        var after = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Before)!;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(change)!) after[name] = value;

        var wanted = FunctionPlan.Wanted(Item(JsonSerializer.Serialize(after)), Zip);

        Assert.Equal(expected, string.Join(',', FunctionPlan.Differences(wanted, actual)));
    }

    [Fact]
    public void Other_code_is_a_difference()
    {
        var item = Item("""{"runtime":"Nodejs20.19","handler":"index.main"}""");

        Assert.Equal(["code"], FunctionPlan.Differences(FunctionPlan.Wanted(item, [4]), FunctionPlan.Wanted(item, Zip)));
    }

    [Theory]
    [InlineData("Nodejs20.19", FunctionType.Event, false)]
    [InlineData("nodejs20.19", FunctionType.Event, false)]
    [InlineData("Python3.10", FunctionType.Event, true)]
    [InlineData("Nodejs20.19", FunctionType.Http, true)]
    public void Type_and_runtime_stay(string runtime, FunctionType type, bool obstacle)
    {
        var wanted = FunctionPlan.Wanted(Item("""{"runtime":"Nodejs20.19","handler":"index.main"}"""), Zip);

        Assert.Equal(obstacle, FunctionPlan.Obstacle(wanted, new() { Runtime = runtime, Type = type }) is not null);
    }

    [Fact]
    public void The_same_files_are_the_same_package_whatever_their_order()
    {
        var one = CodeArchive.Pack(new Dictionary<string, string> { ["a.js"] = "1", ["lib/b.js"] = "2" });
        var two = CodeArchive.Pack(new Dictionary<string, string> { ["lib/b.js"] = "2", ["a.js"] = "1" });

        Assert.Equal(one, two);
        Assert.NotEqual(one, CodeArchive.Pack(new Dictionary<string, string> { ["a.js"] = "1", ["lib/b.js"] = "3" }));
    }

    private static FunctionObject Item(string spec) => new() { Metadata = new() { Name = "hello", Namespace = "shop" }, Spec = JsonSerializer.Deserialize<FunctionSpec>(spec, ApiServer.Json)! };
}
