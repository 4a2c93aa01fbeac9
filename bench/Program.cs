using ScfAspire.Bench;
using ScfAspire.Bench.Results;

// bench/run builds and starts this with the repository as the current folder.
var root = Directory.GetCurrentDirectory();
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    stop.Cancel();
};
try
{
    if (args.Contains("--help") || args.Contains("-h"))
    {
        Console.WriteLine(Help.Text);
        return 0;
    }

    if (args is ["--list"])
    {
        Console.WriteLine(Help.Rows);
        return 0;
    }

    if (args is ["--markdown"])
    {
        var readme = Path.Combine(root, "bench", "README.md");
        var table = MarkdownTable.Of(RunResult.Newest(root) ?? throw new BenchException("bench/results has no run yet."));
        File.WriteAllText(readme, MarkdownTable.Into(File.ReadAllText(readme), table));
        Console.WriteLine(table);
        return 0;
    }

    return await new BenchRun(root, BenchOptions.Parse(args), Console.Out).RunAsync(stop.Token) ? 0 : 1;
}
catch (BenchException exception)
{
    Console.Error.WriteLine($"bench: {exception.Message}");
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
