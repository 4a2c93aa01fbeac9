using System.Text.Json;
using System.Text.Json.Nodes;
using ScfAspire.Cli.Errors;
using Spectre.Console;

namespace ScfAspire.Cli.Output;

/// <summary>Results on standard output, everything else on standard error.</summary>
public sealed class Terminal
{
    // Wide enough that nothing is cut where no person's window sets the width.
    private const int PipeWidth = 4096;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CliHost _host;
    private readonly IAnsiConsole _out;
    private readonly IAnsiConsole _error;

    public Terminal(CliHost host, OutputFormat format)
    {
        _host = host;
        Format = format;
        var plain = host.Variable("NO_COLOR") is { Length: > 0 };
        _out = Create(host.Out, host.OutIsTerminal, plain);
        _error = Create(host.Error, host.Interactive, plain);
    }

    public OutputFormat Format { get; }

    public bool Json => Format == OutputFormat.Json;

    /// <summary>A person can be asked.</summary>
    public bool Interactive => _host.Interactive && !Json;

    /// <summary>Prints a table; columns with no name have no head.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = columns.Any(c => c.Length > 0) };
        foreach (var column in columns) table.AddColumn(new TableColumn(new Markup(Markup.Escape(column), new Style(decoration: Decoration.Bold))) { Padding = new(0, 0, 2, 0), NoWrap = true });
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        _out.Write(table);
    }

    /// <summary>Prints a line of the result.</summary>
    public void Line(string text) => _host.Out.WriteLine(text);

    /// <summary>Prints a line of the result, dimmed where colours show.</summary>
    public void DimLine(string text) => _out.WriteLine(text, new Style(decoration: Decoration.Dim));

    /// <summary>Prints text of the result as it is.</summary>
    public void Raw(string text) => _host.Out.Write(text);

    /// <summary>Prints a JSON document.</summary>
    public void Document(JsonNode? node) => _host.Out.WriteLine(node?.ToJsonString(Indented) ?? "null");

    /// <summary>Prints a JSON document on one line.</summary>
    public void DocumentLine(JsonNode node) => _host.Out.WriteLine(node.ToJsonString(OneLine));

    /// <summary>Tells a person what happened; silent for programs.</summary>
    public void Note(string text)
    {
        if (!Json) _host.Error.WriteLine(text);
    }

    /// <summary>As <see cref="Note"/>, with a green tick.</summary>
    public void Done(string text)
    {
        if (!Json) _error.MarkupLine($"[green]✓[/] {Markup.Escape(text)}");
    }

    /// <summary>Warns a person; never silent.</summary>
    public void Warn(string text) => _error.MarkupLine($"[yellow]![/] {Markup.Escape(text)}");

    /// <summary>Says what went wrong and what helps.</summary>
    public void Fail(Failure failure)
    {
        if (Json)
        {
            var error = new JsonObject { ["message"] = failure.Message, ["exitCode"] = failure.ExitCode };
            if (failure.Code.Length > 0) error["code"] = failure.Code;
            if (failure.Fix is not null) error["fix"] = failure.Fix;
            _host.Error.WriteLine(new JsonObject { ["error"] = error }.ToJsonString(OneLine));
            return;
        }
        var code = failure.Code.Length > 0 ? $" ({failure.Code})" : "";
        _error.MarkupLine($"[red]error:[/] {Markup.Escape(failure.Message + code)}");
        if (failure.Fix is not null) _error.MarkupLine($"  {Markup.Escape(failure.Fix)}");
    }

    /// <summary>Runs work that takes a while, with a spinner where a person watches.</summary>
    public async Task<T> WhileAsync<T>(string doing, Func<Task<T>> work)
    {
        if (!Interactive) return await work();
        return await _error.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(doing), _ => work());
    }

    /// <summary>Asks yes or no.</summary>
    public bool Confirm(string question)
    {
        _host.Error.Write($"{question} [y/N] ");
        return _host.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static IAnsiConsole Create(TextWriter writer, bool terminal, bool plain)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal && !plain ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal && !plain ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal) console.Profile.Width = PipeWidth;
        return console;
    }
}
