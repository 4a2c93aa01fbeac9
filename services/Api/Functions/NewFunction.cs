using System.Security.Cryptography;
using ScfAspire.Api.Aliases;
using ScfAspire.Api.Ownership;
using ScfAspire.Api.Packages;
using ScfAspire.Api.Store;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Functions;

/// <summary>All that is stored of a function that is being made.</summary>
/// <param name="Id">From <see cref="NewId"/>; the environment is bound to it.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Function name.</param>
/// <param name="Kind">Event or web function.</param>
/// <param name="Runtime">Name of the SCF interface.</param>
/// <param name="Configuration">Complete.</param>
/// <param name="Environment">Encrypted.</param>
/// <param name="Package">The code.</param>
/// <param name="AsyncInvoke">Retries of events.</param>
internal sealed record NewFunction(
    string Id, string Namespace, string Name, FunctionKind Kind, string Runtime, FunctionConfiguration Configuration, byte[] Environment, StoredPackage Package,
    AsyncInvokeConfiguration AsyncInvoke)
{
    private const string IdAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLetters = 12;

    /// <summary>Who makes it: the caller at hand.</summary>
    public FunctionOwner Owner { get; } = WriteOrigin.Current;

    public static string NewId() => "lam-" + RandomNumberGenerator.GetString(IdAlphabet, IdLetters);

    /// <summary>What can be read of it right after <see cref="InsertAsync"/>.</summary>
    public FunctionVersionRow ToRow(long revision, DateTimeOffset now) => new()
    {
        Id = Id,
        Namespace = Namespace,
        Name = Name,
        Kind = Kind.Text(),
        Runtime = Runtime,
        RetryNum = AsyncInvoke.RetryNum,
        MessageTtl = AsyncInvoke.MessageTtl,
        Revision = revision,
        Version = NameRules.Latest,
        Generation = 1,
        Status = nameof(FunctionStatus.Creating),
        Configuration = StoreJson.Write(Configuration),
        Environment = Environment,
        CodeSha256 = Package.Sha256,
        CodeSize = Package.Size,
        Owner = Owner.ToString(),
        AddTime = Stored(now),
        ModTime = Stored(now),
    };

    // Postgres keeps microseconds.
    private static DateTime Stored(DateTimeOffset time) => time.UtcDateTime.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Stores the function, its <c>$LATEST</c> in state Creating and its alias <c>$DEFAULT</c>, and commits.</summary>
    /// <returns>The revision to settle; null when the name is taken, and nothing was stored.</returns>
    public static async Task<long?> InsertAsync(ControlTransaction transaction, NewFunction function, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var inserted = await transaction.ExecuteAsync(
            """
            INSERT INTO control.function (id, namespace, name, kind, runtime, retry_num, message_ttl, revision, owner, add_time, mod_time)
            VALUES (@Id, @Namespace, @Name, @kind, @Runtime, @RetryNum, @MessageTtl, 0, @owner, @now, @now) ON CONFLICT DO NOTHING
            """,
            new
            {
                function.Id, function.Namespace, function.Name, kind = function.Kind.Text(), function.Runtime, function.AsyncInvoke.RetryNum, function.AsyncInvoke.MessageTtl,
                owner = function.Owner.ToString(), now,
            },
            cancellationToken);
        if (inserted == 0) return null;
        return await transaction.AnnounceAndCommitAsync(
            function.Namespace,
            function.Name,
            """
            version AS (
                INSERT INTO control.function_version
                    (function_id, version, number, generation, status, configuration, environment, code_sha256, code_size, revision, add_time, mod_time)
                SELECT @Id, @Latest, 0, 1, @status, @configuration::jsonb, @Environment, @Sha256, @Size, revision, @now, @now FROM next),
            alias AS (
                INSERT INTO control.alias (function_id, name, version, routing, description, add_time, mod_time)
                VALUES (@Id, @DefaultAlias, @Latest, @routing::jsonb, '', @now, @now)),
            stamped AS (UPDATE control.function f SET revision = next.revision FROM next WHERE f.id = @Id),
            """,
            new
            {
                function.Id,
                NameRules.Latest,
                NameRules.DefaultAlias,
                status = nameof(FunctionStatus.Creating),
                configuration = StoreJson.Write(function.Configuration),
                function.Environment,
                function.Package.Sha256,
                function.Package.Size,
                routing = StoreJson.Write(AliasRouting.None),
                now,
            },
            cancellationToken);
    }

    /// <summary>Announces a change of one version, stamps it with the revision and commits.</summary>
    public static Task<long> StampAsync(
        ControlTransaction transaction, string @namespace, string function, string id, string version, DateTimeOffset now, CancellationToken cancellationToken) =>
        transaction.AnnounceAndCommitAsync(
            @namespace,
            function,
            """
            stamped AS (UPDATE control.function f SET revision = next.revision, mod_time = @now FROM next WHERE f.id = @id),
            version AS (UPDATE control.function_version v SET revision = next.revision FROM next WHERE v.function_id = @id AND v.version = @version),
            """,
            new { id, version, now },
            cancellationToken);
}
