using System.CommandLine;
using System.Text.Json.Nodes;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Profiles;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf config</c>.</summary>
internal static class ConfigCommand
{
    private static readonly string[] Keys = ["endpoint", "secretId", "secretKey", "namespace"];

    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var check = new Option<bool>("--check") { Description = "Also sign in, to see that the settings work" };
        var command = new DocumentedCommand(
            "config",
            "Show the settings in force and where each comes from, or change those of a profile in ~/.scf/config.",
            """
            A setting comes from the first that has it: --endpoint; the profile of --profile or SCF_PROFILE; SCF_ENDPOINT, SCF_SECRET_ID,
            SCF_SECRET_KEY and SCF_NAMESPACE; a platform started with ./run in this folder or one above (or in SCF_DATA_DIR); the profile in use.
            """) { check, Set(options, open), Unset(options, open), Use(open), Profiles(open) };
        return command.Runs(open, async (session, cancellationToken) =>
        {
            Show(session);
            if (session.Parse.GetValue(check))
            {
                await session.Client.AuthenticateAsync(cancellationToken);
                session.Terminal.Done("Signed in");
            }
            return ExitCode.Success;
        });
    }

    private static void Show(Session session)
    {
        var connection = session.Connection;
        (string Key, Setting? Setting)[] settings =
        [
            ("endpoint", connection.Endpoint), ("secretId", connection.SecretId),
            ("secretKey", connection.SecretKey is { } key ? key with { Value = new string('*', 8) } : null), ("namespace", connection.Namespace),
        ];
        if (session.Terminal.Json)
        {
            session.Terminal.Document(new JsonObject(settings.Select(s => KeyValuePair.Create<string, JsonNode?>(
                s.Key, s.Setting is null ? null : new JsonObject { ["value"] = s.Setting.Value, ["source"] = s.Setting.Source }))));
            return;
        }
        session.Terminal.Table(["SETTING", "VALUE", "FROM"], settings.Select(s => (IReadOnlyList<string>)[s.Key, s.Setting?.Value ?? "-", s.Setting?.Source ?? "not set"]));
    }

    private static Command Set(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var key = new Argument<string>("key") { Description = "endpoint, secretId, secretKey or namespace" };
        key.AcceptOnlyFromAmong(Keys);
        var value = new Argument<string>("value") { Description = "Its value; - reads it from standard input, which keeps a key out of the shell's history" };
        return new Command("set", "Set a value of a profile.") { key, value }.Runs(open, async (session, cancellationToken) =>
        {
            var text = session.Parse.GetRequiredValue(value);
            if (text == "-") text = (await session.Host.In.ReadToEndAsync(cancellationToken)).Trim();
            if (text.Length == 0) throw CliException.Usage("The value is empty.", "Remove it with 'scf config unset'.");
            Change(session, options, session.Parse.GetRequiredValue(key), text);
            return ExitCode.Success;
        });
    }

    private static Command Unset(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var key = new Argument<string>("key") { Description = "endpoint, secretId, secretKey or namespace" };
        key.AcceptOnlyFromAmong(Keys);
        return new Command("unset", "Remove a value of a profile.") { key }.Runs(open, (session, _) =>
        {
            Change(session, options, session.Parse.GetRequiredValue(key), null);
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static void Change(Session session, GlobalOptions options, string key, string? value)
    {
        var file = ProfileFile.Read(session.Host);
        var name = session.Parse.GetValue(options.Profile) ?? file.Current;
        var profile = file.Find(name) ?? new();
        file.Put(name, key switch
        {
            "endpoint" => profile with { Endpoint = value },
            "secretId" => profile with { SecretId = value },
            "secretKey" => profile with { SecretKey = value },
            _ => profile with { Namespace = value },
        });
        file.Save();
        session.Terminal.Done($"{(value is null ? "Removed" : "Set")} {key} of the profile {name} in {file.Path}");
    }

    private static Command Use(Func<ParseResult, Session> open)
    {
        var name = new Argument<string>("profile") { Description = "Name of the profile" };
        return new Command("use", "Choose the profile of commands that name none.") { name }.Runs(open, (session, _) =>
        {
            var file = ProfileFile.Read(session.Host);
            var wanted = session.Parse.GetRequiredValue(name);
            if (file.Find(wanted) is null)
                throw new CliException(ExitCode.NotFound, $"There is no profile '{wanted}' in {file.Path}.", $"Make it with 'scf config set endpoint URL --profile {wanted}'.");
            file.Current = wanted;
            file.Save();
            session.Terminal.Done($"Using the profile {wanted}");
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static Command Profiles(Func<ParseResult, Session> open) =>
        new Command("profiles", "List the profiles.").Runs(open, (session, _) =>
        {
            var file = ProfileFile.Read(session.Host);
            var profiles = file.Names.Order(StringComparer.Ordinal).Select(n => (Name: n, Profile: file.Find(n)!)).ToList();
            if (session.Terminal.Json)
            {
                session.Terminal.Document(new JsonArray([.. profiles.Select(p => new JsonObject
                {
                    ["name"] = p.Name, ["current"] = p.Name == file.Current, ["endpoint"] = p.Profile.Endpoint, ["secretId"] = p.Profile.SecretId, ["namespace"] = p.Profile.Namespace,
                })]));
            }
            else
            {
                session.Terminal.Table(
                    ["", "PROFILE", "ENDPOINT", "SECRET ID", "NAMESPACE"],
                    profiles.Select(p => (IReadOnlyList<string>)[p.Name == file.Current ? "*" : "", p.Name, p.Profile.Endpoint ?? "-", p.Profile.SecretId ?? "-", p.Profile.Namespace ?? "-"]));
            }
            return Task.FromResult(ExitCode.Success);
        });
}
