using ScfAspire.Metering;

await MeteringHost.Build(args).RunAsync();
