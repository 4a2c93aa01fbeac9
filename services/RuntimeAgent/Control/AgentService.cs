using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Control;

/// <summary>The gRPC face of <see cref="AgentControl"/>.</summary>
internal sealed class AgentService(AgentControl control, ILogger<CommandStream> log) : Agent.AgentBase
{
    public override async Task Command(IAsyncStreamReader<AgentCommands> requestStream, IServerStreamWriter<AgentAnswers> responseStream, ServerCallContext context)
    {
        var commands = new CommandStream(control, responseStream, log);
        var answering = commands.AnswerAsync(context.CancellationToken);
        try
        {
            while (await requestStream.MoveNext(context.CancellationToken)) commands.Take(requestStream.Current);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Who asked is gone; what it asked for goes on, and is told in the reports.
            return;
        }
        finally
        {
            commands.End();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override Task<DrainResponse> Drain(DrainRequest request, ServerCallContext context)
    {
        control.Drain();
        return Task.FromResult(new DrainResponse());
    }
}
