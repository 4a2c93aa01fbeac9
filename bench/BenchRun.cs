using System.Globalization;
using Grpc.Core;
using ScfAspire.Bench.Load;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Results;
using ScfAspire.Bench.Rows;
using ScfAspire.Client;

namespace ScfAspire.Bench;

/// <summary>Runs the rows that were asked for, one after another, and keeps what each has measured as soon as it has.</summary>
internal sealed class BenchRun(string root, BenchOptions options, TextWriter terminal)
{
    /// <summary>False when a row failed; a goal that was missed is a result.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var rows = Choose();
        var folder = Directory.CreateTempSubdirectory("scf-bench-");
        try
        {
            var run = new RunResult
            {
                Started = TimeProvider.System.GetUtcNow(),
                Commit = await CommitAsync(cancellationToken),
                Machine = await MachineFacts.ReadAsync(cancellationToken),
                Rounds = string.Create(CultureInfo.InvariantCulture, $"{options.Rounds} alternating rounds of {options.Round.TotalSeconds:0} s"),
            };
            Introduce(run);
            await using var context = new BenchContext(root, options, OrderSet.WriteTo(folder.FullName), terminal);
            foreach (var row in rows)
            {
                run.Rows.Add(await RunRowAsync(row, context, cancellationToken));
                terminal.WriteLine($"  {run.Save(root)}\n");
            }

            return run.Rows.TrueForAll(row => row.Faults.Count == 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private List<IRow> Choose()
    {
        var unknown = options.Rows.FirstOrDefault(name => !AllRows.List.Any(row => row.Name == name));
        if (unknown is not null) throw new BenchException($"There is no row {unknown}; there are {string.Join(", ", AllRows.List.Select(row => row.Name))}.");
        return [.. AllRows.List.Where(row => options.Rows.Count == 0 || options.Rows.Contains(row.Name))];
    }

    private async Task<RowResult> RunRowAsync(IRow row, BenchContext context, CancellationToken cancellationToken)
    {
        var result = new RowResult { Row = row.Name, Started = TimeProvider.System.GetUtcNow(), Before = await Quiet.LookAsync(cancellationToken) };
        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name}: {row.Description} (load average {result.Before.LoadAverage:0.00}, {result.Before.BusyShare:0 %} of the cores busy)"));
        if (!result.Before.IsQuiet) terminal.WriteLine("  Other things run on this machine: compare within the row only, and do not quote its figures.");
        try
        {
            await row.RunAsync(context, result, cancellationToken);
            await context.FinishSharedAsync(result, cancellationToken);
        }
        catch (Exception exception) when (exception is BenchException or RpcException or ScfApiException or HttpRequestException or InvalidOperationException or TimeoutException)
        {
            result.Faults.Add(exception.Message);
        }

        ResultPrinter.Header(terminal);
        ResultPrinter.Show(result, terminal);
        return result;
    }

    private void Introduce(RunResult run)
    {
        var machine = run.Machine;
        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{machine.Cores} cores ({machine.Processor}), {machine.MemoryMb:#,0} MB, {machine.System}, {machine.Kernel}"));
        terminal.WriteLine(string.Join(", ", machine.Versions.Select(version => $"{version.Key} {version.Value}")));
        terminal.WriteLine($"sources {run.Commit}, {run.Rounds}\n");
    }

    private static async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        var commit = await ProgramVersion.OfAsync("git", ["rev-parse", "--short", "HEAD"], cancellationToken);
        var changed = await ProgramVersion.OfAsync("git", ["status", "--porcelain"], cancellationToken);
        return changed.Length > 0 ? $"{commit} with changes" : commit;
    }
}
