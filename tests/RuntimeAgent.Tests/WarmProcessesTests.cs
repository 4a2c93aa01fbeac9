using Microsoft.Extensions.Logging.Abstractions;
using ScfAspire.Core.Runtimes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Tests;

public sealed class WarmProcessesTests
{
    [Fact]
    public async Task A_burst_starts_its_processes_in_turn()
    {
        var factory = new HeldFactory();
        // No process gets as far as a connection.
        await using var warm = new WarmProcesses(factory, null!, new StartsUnderWay(TimeProvider.System), TimeProvider.System, NullLogger<WarmProcesses>.Instance);

        var claims = Enumerable.Range(0, 64).Select(_ => warm.ClaimAsync(WarmSets.Program, publicNet: true, TestContext.Current.CancellationToken)).ToArray();
        Assert.Equal(WarmProcesses.MostAtOnce, factory.Begun);

        factory.Held.SetResult();
        foreach (var claim in claims) await Assert.ThrowsAsync<SandboxException>(() => claim);
        Assert.Equal((64, WarmProcesses.MostAtOnce), (factory.Begun, factory.Most));
    }

    private sealed class HeldFactory : ISandboxFactory
    {
        private readonly Lock _gate = new();
        private int _now;

        public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Begun { get; private set; }

        public int Most { get; private set; }

        public string Isolation => "none";

        public bool HasRoom => true;

        public bool Has(SandboxKind kind) => true;

        public async Task<ISandbox> StartAsync(SandboxRequest request, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                Begun++;
                Most = Math.Max(Most, ++_now);
            }

            await Held.Task;
            lock (_gate) _now--;
            throw new SandboxException("It ends here.");
        }

        public string BecomeScript(ISandbox sandbox, SandboxRequest request) => "";

        public Task RemoveAsync() => Task.CompletedTask;
    }
}
