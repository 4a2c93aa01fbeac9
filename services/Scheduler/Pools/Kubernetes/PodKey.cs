using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>What makes two generic pods interchangeable: none of it can change once a pod is there.</summary>
/// <param name="Cluster">The pool's name.</param>
/// <param name="Namespace">Of Kubernetes.</param>
/// <param name="Template">Hash of the SCF namespace's placement; empty for none.</param>
/// <param name="Runtime">In lower case.</param>
/// <param name="OwnProgram">The function brings its server: nothing is started before it is known.</param>
/// <param name="MemoryMb">Size.</param>
internal sealed record PodKey(string Cluster, string Namespace, string Template, string Runtime, bool OwnProgram, int MemoryMb)
{
    private const int Parts = 6, HashBytes = 8;
    private const string Program = "program", Bootstrap = "bootstrap";

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Cluster}/{Namespace}/{Template}/{Runtime}/{(OwnProgram ? Program : Bootstrap)}/{MemoryMb}");

    /// <summary>16 hex digits: a label value, and the agents' group.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, HashBytes));

    /// <summary>The warm set that the runtime container becomes.</summary>
    public string Set => WarmSets.Of(Runtime, MemoryMb, OwnProgram);

    public static PodKey? Parse(string? text)
    {
        if (text?.Split('/') is not { Length: Parts } parts || !int.TryParse(parts[5], NumberStyles.None, CultureInfo.InvariantCulture, out var memoryMb)) return null;
        return new PodKey(parts[0], parts[1], parts[2], parts[3], parts[4] == Program, memoryMb);
    }
}
