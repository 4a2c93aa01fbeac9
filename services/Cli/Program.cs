using ScfAspire.Cli;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the command in order; a second one ends the process.
    pressed.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};
return await new CliApp(CliHost.ForProcess()).RunAsync(args, interrupt.Token);
