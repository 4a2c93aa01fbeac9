using ScfAspire.RuntimeAgent.Hosting;

if (AgentOptions.MakesSandboxes(args)) UserNamespace.EnterWhenOrdinaryUser();
await (await AgentHost.BuildAsync(args)).RunAsync();
