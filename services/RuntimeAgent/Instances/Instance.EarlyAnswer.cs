using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Instances;

internal sealed partial class Instance
{
    /// <summary>Sends the result of a function that runs on, with the call's figures up to then; its record is written when it ends.</summary>
    private sealed class EarlyAnswer(Instance instance, IInvocation invocation, RunFacts facts) : IEarlyAnswer
    {
        private readonly Lock _gate = new();
        private Task? _sent;
        private bool _closed;

        public void Give(RuntimeReply result)
        {
            lock (_gate)
            {
                if (!_closed) _sent ??= SendAsync(CallResult.Of(result, facts.Head.RequestId));
            }
        }

        /// <summary>The call has ended: no answer goes out any more. Null when none has; else completes when it is sent.</summary>
        public Task? Close()
        {
            lock (_gate)
            {
                _closed = true;
                return _sent;
            }
        }

        private async Task SendAsync(CallResult result)
        {
            var record = instance.Describe(facts, result, instance._services.Time.GetElapsedTime(facts.Clock), ended: false);
            await SendResultAsync(invocation, result.Body);
            invocation.Answered(instance.Outcome(facts, result, record, sequence: 0));
        }
    }
}
