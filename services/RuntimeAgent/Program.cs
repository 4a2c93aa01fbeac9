using ScfAspire.RuntimeAgent.Hosting;

await (await AgentHost.BuildAsync(args)).RunAsync();
