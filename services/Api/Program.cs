using ScfAspire.Api;

await ApiHost.Build(args).RunAsync();
