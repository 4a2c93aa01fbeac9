using System.Runtime.InteropServices;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>Turns the first SIGINT, SIGTERM or SIGHUP into a stop; a second one finds the stop already under way.</summary>
internal sealed class StopSignals(CancellationTokenSource stop) : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        })),
    ];

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
