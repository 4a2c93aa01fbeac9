using ScfAspire.Trigger;

await TriggerHost.Build(args).RunAsync();
