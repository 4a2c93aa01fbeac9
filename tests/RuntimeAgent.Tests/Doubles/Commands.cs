using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>Single commands to an agent, each over a stream of its own.</summary>
internal static class Commands
{
    public static async Task<StartInstanceResponse> StartAsync(this Agent.AgentClient control, StartInstanceRequest request) =>
        (await AnswerAsync(control, new AgentCommands { Starts = { request } })).Starts.Single().Response;

    public static async Task StopAsync(this Agent.AgentClient control, ulong instanceId) =>
        Assert.Equal([instanceId], (await AnswerAsync(control, new AgentCommands { Stops = { new StopInstanceRequest { InstanceId = instanceId } } })).Stopped);

    private static async Task<AgentAnswers> AnswerAsync(Agent.AgentClient control, AgentCommands commands)
    {
        using var stream = control.Command();
        await stream.RequestStream.WriteAsync(commands);
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return stream.ResponseStream.Current;
    }
}
