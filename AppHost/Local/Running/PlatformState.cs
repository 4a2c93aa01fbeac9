using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>What runs, for tools and tests: <c>platform.json</c> in the data folder, rewritten at each change and removed at the end.</summary>
internal sealed class PlatformState(string path)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ProcessState> _processes = [];
    private bool _ready;

    public void Started(string name, int pid) => Change(() => _processes[name] = (_processes.GetValueOrDefault(name) ?? new ProcessState()) with { Pid = pid, Ready = false });

    public void Ready(string name, int pid) => Change(() => _processes[name] = (_processes.GetValueOrDefault(name) ?? new ProcessState()) with { Pid = pid, Ready = true });

    public void Listens(string name, IReadOnlyDictionary<string, string> endpoints) =>
        Change(() => _processes[name] = (_processes.GetValueOrDefault(name) ?? new ProcessState()) with { Endpoints = endpoints });

    /// <summary>Every process is ready for the first time.</summary>
    public void AllReady() => Change(() => _ready = true);

    public void Remove()
    {
        lock (_gate) File.Delete(path);
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            var written = path + ".new";
            File.WriteAllBytes(written, JsonSerializer.SerializeToUtf8Bytes(
                new PlatformDocument(Environment.ProcessId, _ready, _processes), PlatformStateJson.Default.PlatformDocument));
            File.Move(written, path, overwrite: true);
        }
    }
}

/// <summary>One process of the platform.</summary>
internal sealed record ProcessState
{
    public int Pid { get; init; }

    public bool Ready { get; init; }

    /// <summary>URLs by endpoint name.</summary>
    public IReadOnlyDictionary<string, string> Endpoints { get; init; } = new Dictionary<string, string>();
}

internal sealed record PlatformDocument(int Pid, bool Ready, IReadOnlyDictionary<string, ProcessState> Processes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PlatformDocument))]
internal sealed partial class PlatformStateJson : JsonSerializerContext;
