using System.IO.Compression;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.V1;

namespace ScfAspire.Bench.Platforms;

/// <summary>Makes functions that nobody has called, each with code of its own, so that no cache knows it.</summary>
internal sealed class FirstFunctions(BenchPlatform platform, string root, string prefix)
{
    /// <summary>What each of them answers.</summary>
    public const string Answer = "first";

    private readonly List<string> _names = [];

    /// <summary>Creates one and returns its URL.</summary>
    /// <param name="runtime">Node.js or Python.</param>
    /// <param name="memoryMb">Of an instance.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Uri> CreateAsync(string runtime, int memoryMb, CancellationToken cancellationToken)
    {
        var name = $"{prefix}-{Guid.NewGuid().ToString("N")[..10]}x";
        lock (_names) _names.Add(name);
        var file = runtime.StartsWith("Node", StringComparison.Ordinal) ? "index.js" : "index.py";
        var mark = file == "index.js" ? "//" : "#";
        var code = await File.ReadAllTextAsync(Path.Combine(root, "bench", "functions", file == "index.js" ? "first-node" : "first-python", file), cancellationToken);
        return await Deployment.CreateWithUrlAsync(
            platform, name,
            new Function
            {
                Type = FunctionType.Event,
                Runtime = runtime,
                Handler = "index.main_handler",
                MemoryMb = memoryMb,
                Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)),
                Code = Deployment.ZipOf(Zip(file, $"{code}{mark} {name}\n")),
            },
            cancellationToken);
    }

    /// <summary>Several at once, as fast as the platform takes them.</summary>
    public async Task<IReadOnlyList<Uri>> CreateAsync(int count, string runtime, int memoryMb, CancellationToken cancellationToken)
    {
        var urls = new Uri[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (at, stop) => urls[at] = await CreateAsync(runtime, memoryMb, stop));
        return urls;
    }

    public async Task DeleteAllAsync(CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(_names, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (name, stop) => await Deployment.DeleteAsync(platform, name, stop));
        _names.Clear();
    }

    private static byte[] Zip(string file, string text)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(file).Open());
            writer.Write(text);
        }

        return stream.ToArray();
    }
}
