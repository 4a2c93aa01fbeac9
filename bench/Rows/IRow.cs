using ScfAspire.Bench.Results;

namespace ScfAspire.Bench.Rows;

/// <summary>One thing that is measured, with its references.</summary>
internal interface IRow
{
    string Name { get; }

    /// <summary>One line for the list of rows.</summary>
    string Description { get; }

    /// <summary>Measures and adds to <paramref name="result"/>.</summary>
    /// <exception cref="BenchException">It cannot be measured.</exception>
    Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken);
}
