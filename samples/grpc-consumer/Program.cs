using GrpcConsumer;
using ScfAspire.Client;
using ScfAspire.Client.Packages;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    var credentials = Credentials.Find();
    using var platform = ScfClient.Connect(credentials.Endpoint, credentials.SecretId, credentials.SecretKey);

    var list = await platform.Functions.ListFunctionsAsync(new() { Parent = "namespaces/default" }, cancellationToken: stop.Token);
    Console.WriteLine($"{list.TotalSize} functions in the namespace default:");
    foreach (var function in list.Functions) Console.WriteLine($"  {function.Name}  {function.Runtime}  {function.State}");

    var folder = Path.Combine(AppContext.BaseDirectory, "function");
    var deployed = await platform.DeployAsync(
        new()
        {
            Name = "word-count",
            Runtime = "Python3.10",
            Handler = "index.main_handler",
            Timeout = TimeSpan.FromSeconds(10),
            Package = await CodePackage.FromPathAsync(folder, new IgnoreRules([]), stop.Token),
        },
        stop.Token);
    Console.WriteLine($"{deployed.Outcome}: {deployed.Function.Name}");

    var count = await platform.InvokeAsync<object, WordCount>("default", "word-count", new { Text = "the quick brown fox jumps over the lazy dog" }, cancellationToken: stop.Token);
    Console.WriteLine($"{count!.Words} words, the longest is '{count.Longest}'");
    return 0;
}
catch (Exception exception) when (exception is ScfApiException or ScfDeploymentException or ScfInvocationException or InvalidOperationException)
{
    Console.Error.WriteLine(exception is ScfApiException { Code.Length: > 0 } refused ? $"{refused.Code}: {refused.Message}" : exception.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
