namespace ScfAspire.AppHost.Demo;

/// <summary>
/// One row of the table. <c>Cold</c> is the milliseconds of the first run with the start of its instance, <c>Warm</c> those of a later run, the
/// median of several; each is null when there was none. <c>Result</c> is what the function answered, or why it did not.
/// </summary>
internal sealed record Shown(string Function, string Runtime, string Isolation, double? Cold, double? Warm, string Result, bool Failed);
