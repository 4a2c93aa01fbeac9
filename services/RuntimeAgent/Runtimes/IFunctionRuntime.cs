using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Logs;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>How calls reach the code in one sandbox. Time-outs, exits and memory are seen from outside, by the instance.</summary>
internal interface IFunctionRuntime : IAsyncDisposable
{
    /// <summary>Makes the generic process an instance of one function version, whose code is visible already.</summary>
    /// <param name="spec">The version.</param>
    /// <param name="output">Takes what is printed outside any call.</param>
    /// <param name="cancellationToken">The end of the time that initialisation may take.</param>
    /// <returns>Null when the function is ready.</returns>
    Task<RuntimeReply?> LoadAsync(InstanceSpec spec, Action<string> output, CancellationToken cancellationToken);

    /// <summary>Runs one call to its end. Never throws but for cancellation.</summary>
    /// <param name="call">The call.</param>
    /// <param name="traceParent">W3C traceparent that the function is told, or empty.</param>
    /// <param name="log">Takes what the function prints.</param>
    /// <param name="early">Takes a result that is not yet the end; null where a result always is.</param>
    /// <param name="running">Its token ends the call: nobody waits any more.</param>
    ValueTask<RuntimeReply> InvokeAsync(IInvocation call, string traceParent, InvocationLog log, IEarlyAnswer? early, RunningCall running);

    /// <summary>Status code for an initialisation that took too long.</summary>
    int InitTimeOutStatus { get; }

    /// <summary>Status code for a process that ended during its initialisation.</summary>
    int InitExitStatus(Processes.ExitStatus status);
}
