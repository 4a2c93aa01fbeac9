using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>
/// A private PostgreSQL server on a Unix socket: its cluster in one folder, its socket in another, no port. Durable settings are on, always.
/// </summary>
internal sealed class PostgresInstance : IRunningProcess
{
    public const string User = "scf";

    private const int AttemptsAfterCrash = 30;

    private readonly ChildProcess _process;

    private PostgresInstance(ChildProcess process, string socketFolder)
    {
        _process = process;
        SocketFolder = socketFolder;
    }

    public int Pid => _process.Pid;

    public Task<int> Exited => _process.Exited;

    public string SocketFolder { get; }

    public static string ConnectionString(string socketFolder, string database) => $"Host={socketFolder};Username={User};Database={database}";

    /// <summary>Starts the server on the cluster in <paramref name="dataFolder"/>, which is made first when there is none.</summary>
    /// <exception cref="MissingToolException">PostgreSQL is not installed.</exception>
    /// <exception cref="DataServerException">The server ended before it served, e.g. because the folder is damaged or in use.</exception>
    public static async Task<PostgresInstance> StartAsync(
        string dataFolder, string socketFolder, PostgresSettings settings, Action<string> onLine, CancellationToken cancellationToken)
    {
        var binaries = PostgresBinaries.Find();
        CreatePrivate(socketFolder);
        if (!File.Exists(Path.Combine(dataFolder, "PG_VERSION"))) await InitializeAsync(binaries, dataFolder, settings, cancellationToken);
        var command = new ChildCommand(
            binaries.Server, "-D", dataFolder, "-k", socketFolder,
            "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
            "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on",
            "-c", $"max_connections={settings.MaxConnections}", "-c", $"shared_buffers={settings.SharedBuffersMegabytes}MB",
            "-c", "logging_collector=off", "-c", "log_checkpoints=off")
        { Environment = NoLocale };
        RemoveStaleLock(Path.Combine(dataFolder, "postmaster.pid"));
        RemoveStaleLock(Path.Combine(socketFolder, ".s.PGSQL.5432.lock"));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var process = await DataServerProcess.StartAsync(
                    "postgres", command.DyingWithParent(UnprivilegedIdentity.Prefix()), "database system is ready to accept connections", onLine, cancellationToken);
                return new PostgresInstance(process, socketFolder);
            }
            catch (DataServerException exception) when (attempt < AttemptsAfterCrash && exception.Message.Contains("still in use", StringComparison.Ordinal))
            {
                // After a SIGKILL the former server's workers need a moment to notice; its shared memory is theirs until then.
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }

    /// <summary>A fast shutdown: sessions are ended, the cluster is left clean; after <paramref name="grace"/> it is killed.</summary>
    public Task StopAsync(TimeSpan grace) => _process.StopAsync(Signals.Interrupt, grace);

    /// <summary>Ends the server as a crash would.</summary>
    public ValueTask KillAsync() => _process.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(5));
        await _process.DisposeAsync();
    }

    private static readonly Dictionary<string, string?> NoLocale = new() { ["LC_ALL"] = "C", ["LANG"] = "C", ["PGDATA"] = null, ["PGPORT"] = null };

    private static async Task InitializeAsync(PostgresBinaries binaries, string dataFolder, PostgresSettings settings, CancellationToken cancellationToken)
    {
        // A cluster that was half made by a start that was killed is made anew; one that ever served has a PG_VERSION.
        var partial = dataFolder + ".new";
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        CreatePrivate(partial);
        string[] arguments = ["-D", partial, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", .. settings.Throwaway ? ["--no-sync"] : Array.Empty<string>()];
        var said = new List<string>();
        await using var process = await ChildProcess.StartAsync(
            new ChildCommand(binaries.InitDb, arguments) { Environment = NoLocale }.DyingWithParent(UnprivilegedIdentity.Prefix()), said.Add);
        var code = await process.Exited.WaitAsync(cancellationToken);
        if (code != 0)
            throw new DataServerException($"initdb could not make a cluster in {dataFolder}: {said.LastOrDefault(line => line.Length > 0)?.Trim() ?? $"code {code}"}");
        if (Directory.Exists(dataFolder)) Directory.Delete(dataFolder);
        Directory.Move(partial, dataFolder);
    }

    /// <summary>
    /// Removes a lock file whose process is no PostgreSQL any more: process ids are given out again, and a server would take any living
    /// process for its former self and refuse to start.
    /// </summary>
    private static void RemoveStaleLock(string path)
    {
        if (!File.Exists(path)) return;
        var pid = File.ReadLines(path).FirstOrDefault()?.Trim().TrimStart('-');
        var command = $"/proc/{pid}/comm";
        if (File.Exists(command) && File.ReadAllText(command).StartsWith("postgres", StringComparison.Ordinal)) return;
        File.Delete(path);
    }

    private static void CreatePrivate(string folder) =>
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
