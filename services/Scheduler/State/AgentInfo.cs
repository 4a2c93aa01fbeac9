using System.Globalization;
using ScfAspire.Contracts.Internal.V1;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>An agent as the store knows it.</summary>
internal sealed record AgentInfo
{
    public required string Id { get; init; }

    public required long Epoch { get; init; }

    public required string Pool { get; init; }

    /// <summary>Agents of the pool that are alike; empty where all are.</summary>
    public string Group { get; init; } = "";

    public required string ControlUrl { get; init; }

    public required string Link { get; init; }

    public required string Isolation { get; init; }

    public required long MemoryMb { get; init; }

    public required int InstanceCapacity { get; init; }

    public required long UsedMemoryMb { get; init; }

    public required int Used { get; init; }

    /// <summary>Ready generic processes by warm set.</summary>
    public required IReadOnlyDictionary<string, int> Warm { get; init; }

    public static RedisValue[] FieldsOf(AgentReport report) =>
    [
        "pool", report.Pool, "group", report.Group, "control", report.ControlUrl, "link", report.Link, "isolation", report.Isolation,
        "memory", report.MemoryCapacityMb, "instances", report.InstanceCapacity,
        "warm", string.Join(' ', report.Warm.Select(warm => string.Create(CultureInfo.InvariantCulture, $"{warm.Runtime}={warm.Ready}"))),
    ];

    public static AgentInfo From(AgentReport report, long usedMemoryMb, int used) => new()
    {
        Id = report.AgentId,
        Epoch = report.Epoch,
        Pool = report.Pool,
        Group = report.Group,
        ControlUrl = report.ControlUrl,
        Link = report.Link,
        Isolation = report.Isolation,
        MemoryMb = report.MemoryCapacityMb,
        InstanceCapacity = report.InstanceCapacity,
        UsedMemoryMb = usedMemoryMb,
        Used = used,
        Warm = report.Warm.GroupBy(warm => warm.Runtime, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Last().Ready, StringComparer.OrdinalIgnoreCase),
    };

    public static AgentInfo? From(string id, HashEntry[] entries)
    {
        if (entries.Length == 0) return null;
        var fields = entries.ToDictionary(entry => (string)entry.Name!, entry => entry.Value);
        RedisValue Field(string name) => fields.GetValueOrDefault(name, RedisValue.EmptyString);
        long Number(string name) => long.TryParse((string?)Field(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new AgentInfo
        {
            Id = id,
            Epoch = Number("epoch"),
            Pool = Field("pool")!,
            Group = Field("group")!,
            ControlUrl = Field("control")!,
            Link = Field("link")!,
            Isolation = Field("isolation")!,
            MemoryMb = Number("memory"),
            InstanceCapacity = (int)Number("instances"),
            UsedMemoryMb = Number("usedMemory"),
            Used = (int)Number("used"),
            Warm = WarmOf(Field("warm")!),
        };
    }

    private static Dictionary<string, int> WarmOf(string text)
    {
        var warm = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && int.TryParse(part.AsSpan(equals + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out var ready)) warm[part[..equals]] = ready;
        }

        return warm;
    }
}
