using System.CommandLine;
using ScfAspire.Cli.Output;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf get</c>.</summary>
internal static class GetCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        return new Command("get", "Show a function: configuration, code, state, isolation and URLs.") { function, options.Namespace }.Runs(open, async (session, cancellationToken) =>
        {
            var name = session.Function(function).ToString();
            var found = await session.Client.Functions.GetFunctionAsync(new() { Name = name }, cancellationToken: cancellationToken);
            var triggers = await Pages.TriggersAsync(session.Client, name, cancellationToken);
            if (session.Terminal.Json)
            {
                var document = ProtoJson.Of(found).AsObject();
                document["triggers"] = ProtoJson.Of(triggers);
                session.Terminal.Document(document);
            }
            else
            {
                Print(session.Terminal, found, triggers);
            }
            return ExitCode.Success;
        });
    }

    private static void Print(Terminal terminal, Function function, List<Trigger> triggers)
    {
        var rows = new List<IReadOnlyList<string>>();
        void Row(string label, string value)
        {
            if (value.Length > 0) rows.Add([label, value]);
        }

        Row("Name", function.Name);
        Row("Description", function.Description);
        Row("State", Words.Of(function.State));
        foreach (var reason in function.StateReasons) Row("", $"{reason.Code}: {reason.Message}");
        Row("Runtime", function.Runtime);
        Row("Type", Words.Of(function.Type));
        Row("Handler", function.Handler);
        Row("Memory", $"{function.MemoryMb} MB");
        Row("Timeout", Words.Seconds(function.Timeout));
        Row("Init timeout", Words.Seconds(function.InitTimeout));
        Row("Concurrency", $"{Math.Max(1, function.InstanceConcurrency)} per instance");
        Row("Public network", function.PublicNetwork ? "yes" : "no");
        Row("Isolation", function.Isolation);
        Row("Owner", function.Owner == FunctionOwner.Kubernetes ? "kubernetes" : "api");
        if (function.CodeInfo is { } code) Row("Code", $"{Words.Bytes(code.SizeBytes)}, sha256 {code.Sha256}");
        foreach (var (key, value) in function.Environment.OrderBy(e => e.Key, StringComparer.Ordinal)) Row("Environment", $"{key}={value}");
        foreach (var trigger in triggers)
        {
            Row("Trigger", $"{Words.Id(trigger.Name)} ({trigger.Type}) -> {trigger.Qualifier}{(trigger.Enabled ? "" : ", disabled")}");
            foreach (var url in trigger.Http?.Urls ?? []) Row("URL", url);
        }
        Row("Created", Words.Time(function.CreateTime));
        Row("Changed", Words.Time(function.UpdateTime));
        terminal.Table(["", ""], rows);
    }
}
