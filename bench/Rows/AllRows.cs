namespace ScfAspire.Bench.Rows;

/// <summary>What there is to measure, in the order in which it is.</summary>
internal static class AllRows
{
    public static IReadOnlyList<IRow> List { get; } =
        [new WarmRow(), new WarmSingleRow(), new LatencyRow(), new WebRow(), new ColdRow(), new BurstRow(), new StreamRow(), new IdleRow(), new FunctionsRow(), new PlacementsRow()];
}
