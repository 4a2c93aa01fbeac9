using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

public sealed class CommandStreamTests
{
    private const string Code = "exports.main_handler = async () => 'here';";

    [Fact]
    public async Task Each_command_of_a_stream_has_its_own_answer_and_starts_outlive_the_stream()
    {
        var stop = TestContext.Current.CancellationToken;
        var agent = new AgentUnderTest { Extra = [AgentOptions.NoSandboxOption] };
        await agent.InitializeAsync();
        var spec = agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", Code)));
        var answers = new Dictionary<ulong, StartInstanceResponse>();
        using (var stream = agent.Control.Command(cancellationToken: stop))
        {
            await stream.RequestStream.WriteAsync(new AgentCommands { Starts = { Start(1, spec), Start(2, spec), new StartInstanceRequest { InstanceId = 3, SpecId = "none/$LATEST/1", Key = spec.Key } } }, stop);
            while (answers.Count < 3)
            {
                Assert.True(await stream.ResponseStream.MoveNext(stop));
                foreach (var answer in stream.ResponseStream.Current.Starts) answers.Add(answer.InstanceId, answer.Response);
            }

            Assert.NotNull(answers[1].Started);
            Assert.NotNull(answers[2].Started);
            Assert.NotNull(answers[3].Failed);
            await stream.RequestStream.WriteAsync(new AgentCommands { Stops = { new StopInstanceRequest { InstanceId = 1 } } }, stop);
            Assert.True(await stream.ResponseStream.MoveNext(stop));
            Assert.Equal([1UL], stream.ResponseStream.Current.Stopped);
            await agent.Platform.Reports.FirstAsync(report => report.Instances.Any(instance => instance is { InstanceId: 1, Phase: InstancePhase.Ended }));
            await stream.RequestStream.WriteAsync(new AgentCommands { Starts = { Start(4, spec) } }, stop);
            await stream.RequestStream.CompleteAsync();
            // Its end is the agent's word that it has taken everything.
            while (await stream.ResponseStream.MoveNext(stop)) Assert.Empty(stream.ResponseStream.Current.Stopped);
        }

        await agent.Platform.Reports.FirstAsync(report => report.Instances.Any(instance => instance is { InstanceId: 4, Phase: InstancePhase.Ready }));
        Assert.Equal(200, (await agent.Link.Invoke(4, "{}").OutcomeAsync()).StatusCode);
        await agent.DisposeAsync();
    }

    private static StartInstanceRequest Start(ulong id, InstanceSpec spec) => new()
    {
        InstanceId = id, SpecId = spec.SpecId, Key = spec.Key, Runtime = spec.Runtime, MemoryMb = spec.MemoryMb, InitTimeoutMs = spec.InitTimeoutMs,
    };
}
