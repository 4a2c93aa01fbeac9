using ScfAspire.Metering;

try
{
    await MeteringHost.Build(args).RunAsync();
    return 0;
}
catch (InvalidOperationException e)
{
    await Console.Error.WriteLineAsync($"Metering cannot start: {e.Message}");
    return 1;
}
