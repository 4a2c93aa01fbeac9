using ScfAspire.RuntimeAgent.Hosting;

if (!AgentOptions.AsksForNoSandbox(args)) UserNamespace.EnterWhenOrdinaryUser();
await (await AgentHost.BuildAsync(args)).RunAsync();
