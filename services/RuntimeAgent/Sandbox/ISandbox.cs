using System.Net.Sockets;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>One sandbox and the process in it. Disposing it ends every process inside and leaves nothing behind.</summary>
internal interface ISandbox : IAsyncDisposable
{
    SandboxKind Kind { get; }

    /// <summary>Host folder that the function sees as <see cref="CodeRoot"/>; filled before the function is loaded.</summary>
    string CodeFolder { get; }

    /// <summary>Host folder that the function sees as <see cref="LayerRoot"/>.</summary>
    string LayerFolder { get; }

    /// <summary>Where the function sees its code.</summary>
    string CodeRoot { get; }

    string LayerRoot { get; }

    /// <summary>Host name inside.</summary>
    string HostName { get; }

    /// <summary>Completes when every process inside has ended; never faults.</summary>
    Task<SandboxEnd> Ended { get; }

    /// <summary>Where what the processes print goes; what came before it was set is handed over first.</summary>
    void SetOutput(Action<string> sink);

    /// <summary>Hands over at once what the processes have printed so far.</summary>
    void DrainOutput();

    /// <summary>What was printed before anybody took it.</summary>
    string EarlyOutput { get; }

    /// <summary>Completes when no process is left that could print.</summary>
    Task OutputEnded { get; }

    /// <summary>The connection of the bootstrap.</summary>
    Task<Socket> AcceptAsync(CancellationToken cancellationToken);

    /// <summary>Tells the waiting shell what to become.</summary>
    Task ExecuteAsync(string script);

    /// <summary>Somebody waits for a process that was started as a spare one.</summary>
    void Hasten();

    /// <summary>Sets the limits of the function's size.</summary>
    void Limit(int memoryMb);

    /// <summary>Starts a new measurement of <see cref="PeakMemoryBytes"/>.</summary>
    void ResetPeakMemory();

    /// <summary>Most memory in use since the last reset; 0 where it cannot be measured.</summary>
    long PeakMemoryBytes { get; }

    /// <summary>Takes the uplink away, before the function's code is there.</summary>
    Task DisconnectAsync();

    /// <summary>A socket of the sandbox's own network.</summary>
    Task<Socket> OpenSocketAsync(CancellationToken cancellationToken);

    /// <summary>Ends every process inside and waits until all are gone.</summary>
    Task<SandboxEnd> KillAsync();
}
