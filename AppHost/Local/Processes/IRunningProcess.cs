namespace ScfAspire.AppHost.Local.Processes;

/// <summary>A process that has been started.</summary>
internal interface IRunningProcess : IAsyncDisposable
{
    int Pid { get; }

    /// <summary>Completes with the exit code; 128 + signal when a signal ended it.</summary>
    Task<int> Exited { get; }

    /// <summary>Asks it to end and kills it when it has not after <paramref name="grace"/>.</summary>
    Task StopAsync(TimeSpan grace);
}
