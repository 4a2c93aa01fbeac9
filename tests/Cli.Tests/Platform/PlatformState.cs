using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using ScfAspire.V1;
using Record = ScfAspire.V1.Record;

namespace ScfAspire.Cli.Tests.Platform;

/// <summary>What the double knows.</summary>
public sealed class PlatformState
{
    public RpcException? Fault { get; set; }

    public ConcurrentDictionary<string, Namespace> Namespaces { get; } = new(new[] { KeyValuePair.Create("namespaces/default", new Namespace { Name = "namespaces/default" }) });

    public ConcurrentDictionary<string, Function> Functions { get; } = new();

    public ConcurrentDictionary<string, byte[]> Packages { get; } = new();

    public ConcurrentDictionary<string, Trigger> Triggers { get; } = new();

    public ConcurrentDictionary<string, Alias> Aliases { get; } = new();

    public ConcurrentQueue<string> Updates { get; } = new();

    public ConcurrentQueue<InvokeRequest> Invocations { get; } = new();

    public List<Record> Records { get; } = [];

    public Channel<Record> Live { get; } = Channel.CreateUnbounded<Record>();

    /// <summary>Status and result of every invocation.</summary>
    public (int Status, string Result, string Error) Answer { get; set; } = (200, """{"ok":true}""", "");

    /// <summary>Told of each created or updated function.</summary>
    public Channel<Function> Written { get; } = Channel.CreateUnbounded<Function>();
}
