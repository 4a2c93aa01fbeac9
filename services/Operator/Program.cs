using ScfAspire.Operator;

await OperatorHost.Build(args).RunAsync();
