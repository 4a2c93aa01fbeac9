using ScfAspire.Api.Ownership;
using ScfAspire.Api.Store;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Functions;

/// <summary>Look-ups that all services of the control plane share, with the errors of the SCF interface.</summary>
internal static class FunctionQueries
{
    private const string FunctionSql =
        "SELECT id, namespace, name, kind, runtime, last_version, retry_num, message_ttl, deleting, revision, owner FROM control.function WHERE namespace = @ns AND name = @name";

    /// <summary>Locks a function until the end of the write, so that writes to one function happen one after the other.</summary>
    /// <exception cref="ScfException">There is no such function, it is being deleted, or it is not the caller's to write.</exception>
    public static async Task<FunctionRow> LockFunctionAsync(this ControlTransaction transaction, string ns, string name, CancellationToken cancellationToken)
    {
        var function = await transaction.LockToReadAsync(ns, name, cancellationToken);
        OwnershipRules.Require(Enum.Parse<FunctionOwner>(function.Owner), ns, name);
        return function;
    }

    /// <summary>Locks a function that is not written itself.</summary>
    /// <exception cref="ScfException">There is no such function, or it is being deleted.</exception>
    public static async Task<FunctionRow> LockToReadAsync(this ControlTransaction transaction, string ns, string name, CancellationToken cancellationToken)
    {
        NameRules.RequireFunction(ns, name);
        var function = await transaction.FindAsync<FunctionRow>(FunctionSql + " FOR UPDATE", new { ns, name }, cancellationToken);
        if (function is null)
        {
            await transaction.RequireNamespaceAsync(ns, cancellationToken);
            throw FunctionNotFound(ns, name);
        }

        return function.Deleting ? throw new ScfException(ScfErrorCode.FailedFunctionStatus, $"Function {name} is being deleted.") : function;
    }

    /// <summary>The function; also one that is being deleted.</summary>
    public static async Task<FunctionRow> RequireFunctionAsync(this ControlDatabase database, string ns, string name, CancellationToken cancellationToken)
    {
        NameRules.RequireFunction(ns, name);
        var function = await database.FindAsync<FunctionRow>(FunctionSql, new { ns, name }, cancellationToken);
        return function ?? throw await database.NotFoundAsync(ns, name, cancellationToken);
    }

    public static async Task RequireNamespaceAsync(this ControlDatabase database, string ns, CancellationToken cancellationToken)
    {
        if (!await database.FindAsync<bool>("SELECT EXISTS (SELECT FROM control.namespace WHERE name = @ns)", new { ns }, cancellationToken)) throw NamespaceNotFound(ns);
    }

    /// <summary>Whether it is the namespace or the function that is missing.</summary>
    public static async Task<ScfException> NotFoundAsync(this ControlDatabase database, string ns, string name, CancellationToken cancellationToken)
    {
        var hasNamespace = await database.FindAsync<bool>("SELECT EXISTS (SELECT FROM control.namespace WHERE name = @ns)", new { ns }, cancellationToken);
        return hasNamespace ? FunctionNotFound(ns, name) : NamespaceNotFound(ns);
    }

    /// <summary>Holds the namespace against deletion until the end of the write.</summary>
    public static async Task RequireNamespaceAsync(this ControlTransaction transaction, string ns, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<string>("SELECT name FROM control.namespace WHERE name = @ns FOR KEY SHARE", new { ns }, cancellationToken) is null)
            throw NamespaceNotFound(ns);
    }

    /// <summary>Announces a change of a locked function, stamps it with the revision and commits.</summary>
    public static Task<long> AnnounceAndCommitAsync(this ControlTransaction transaction, FunctionRow function, CancellationToken cancellationToken) =>
        transaction.AnnounceAndCommitAsync(
            function.Namespace,
            function.Name,
            "stamped AS (UPDATE control.function f SET revision = next.revision FROM next WHERE f.id = @Id),",
            new { function.Id },
            cancellationToken);

    /// <summary>One version of a locked function.</summary>
    public static async Task<FunctionVersionRow> RequireVersionAsync(this ControlTransaction transaction, FunctionRow function, string version, CancellationToken cancellationToken) =>
        await transaction.FindAsync<FunctionVersionRow>(
            $"SELECT {FunctionVersionRow.Columns} FROM control.function f JOIN control.function_version v ON v.function_id = f.id WHERE f.id = @Id AND v.version = @version",
            new { function.Id, version },
            cancellationToken)
        ?? throw new ScfException(ScfErrorCode.ResourceNotFoundFunctionVersion, $"Version {version} of function {function.Name} is not found.");

    public static ScfException FunctionNotFound(string ns, string name) =>
        new(ScfErrorCode.ResourceNotFoundFunction, $"Function {name} is not found in namespace {ns}.");

    public static ScfException NamespaceNotFound(string ns) => new(ScfErrorCode.ResourceNotFoundNamespace, $"Namespace {ns} is not found.");
}
