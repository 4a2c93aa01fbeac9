namespace ScfAspire.Cli.Output;

/// <summary>How results are printed.</summary>
public enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: one JSON document, or one a line where results go on.</summary>
    Json,
}
