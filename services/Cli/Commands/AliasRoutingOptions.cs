using System.CommandLine;
using ScfAspire.Cli.Errors;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary>The one more version of an alias and which calls go to it.</summary>
internal sealed class AliasRoutingOptions
{
    private readonly Option<string?> _also = new("--also") { Description = "One more version, for a part of the calls", HelpName = "version" };
    private readonly Option<double?> _weight = new("--weight") { Description = "Share of the calls for --also, 0 to 1", HelpName = "share" };
    private readonly Option<string?> _key = new("--key") { Description = "Calls for --also by rule: the key to look at", HelpName = "invoke.headers.Name" };
    private readonly Option<string?> _exact = new("--exact") { Description = "With --key: the value that it has", HelpName = "value" };
    private readonly Option<string?> _range = new("--range") { Description = "With --key: the interval that it is in", HelpName = "[1,10)" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _also, _weight, _key, _exact, _range }) command.Add(option);
    }

    public AdditionalVersion? Read(ParseResult parse)
    {
        var (also, weight, key) = (parse.GetValue(_also), parse.GetValue(_weight), parse.GetValue(_key));
        var (exact, range) = (parse.GetValue(_exact), parse.GetValue(_range));
        if (also is null)
        {
            return weight is null && key is null && exact is null && range is null
                ? null
                : throw CliException.Usage("--weight, --key, --exact and --range say which calls go to one more version.", "Name it with --also.");
        }
        if ((weight is null) == (key is null))
            throw CliException.Usage("--also needs either --weight or --key.", "Give --weight 0.1, or --key invoke.headers.User --exact beta.");
        if (weight is { } share) return new() { Version = also, Weight = share };
        if ((exact is null) == (range is null)) throw CliException.Usage("--key needs either --exact or --range.");
        return new() { Version = also, Rule = new() { Key = key, Method = exact is null ? "range" : "exact", Expression = exact ?? range } };
    }
}
