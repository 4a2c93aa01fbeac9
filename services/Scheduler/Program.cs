using ScfAspire.Scheduler;

try
{
    await SchedulerHost.Build(args).RunAsync();
    return 0;
}
catch (InvalidOperationException e)
{
    await Console.Error.WriteLineAsync($"The Scheduler cannot start: {e.Message}");
    return 1;
}
