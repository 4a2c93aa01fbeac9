using ScfAspire.Scheduler;

await SchedulerHost.Build(args).RunAsync();
