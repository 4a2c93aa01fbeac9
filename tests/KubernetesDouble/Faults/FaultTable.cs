using Microsoft.AspNetCore.Http;

namespace ScfAspire.KubernetesDouble.Faults;

/// <summary>The faults in force.</summary>
public sealed class FaultTable
{
    private readonly Lock _gate = new();
    private readonly List<(Fault Fault, int Left)> _faults = [];

    /// <summary>Puts a fault in force until it has struck as often as it says or the result is disposed.</summary>
    public IDisposable Add(Fault fault)
    {
        lock (_gate) _faults.Add((fault, fault.Times));
        return new Ending(() =>
        {
            lock (_gate) _faults.RemoveAll(each => ReferenceEquals(each.Fault, fault));
        });
    }

    internal Fault? Next(HttpRequest request)
    {
        lock (_gate)
        {
            var at = _faults.FindIndex(each => each.Fault.Matches(request));
            if (at < 0) return null;
            var (fault, left) = _faults[at];
            if (left == 1) _faults.RemoveAt(at);
            else _faults[at] = (fault, left - 1);
            return fault;
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
