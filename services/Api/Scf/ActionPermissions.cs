using System.Collections.Frozen;

namespace ScfAspire.Api.Scf;

/// <summary>What each action does and on what, in the words of <see cref="Permissions.Permission"/>: the same as the native API's for the same work.</summary>
public static class ActionPermissions
{
    /// <summary>By the action's name. One that is not here is open to nobody.</summary>
    public static readonly FrozenDictionary<string, (string Verb, string Resource)> ByAction = new Dictionary<string, (string, string)>
    {
        ["CreateNamespace"] = ("create", "namespaces"),
        ["ListNamespaces"] = ("list", "namespaces"),
        ["UpdateNamespace"] = ("update", "namespaces"),
        ["DeleteNamespace"] = ("delete", "namespaces"),
        ["CreateFunction"] = ("create", "functions"),
        ["GetFunction"] = ("get", "functions"),
        ["GetFunctionEventInvokeConfig"] = ("get", "functions"),
        ["ListFunctions"] = ("list", "functions"),
        ["UpdateFunctionCode"] = ("update", "functions"),
        ["UpdateFunctionConfiguration"] = ("update", "functions"),
        ["UpdateFunctionEventInvokeConfig"] = ("update", "functions"),
        ["DeleteFunction"] = ("delete", "functions"),
        ["CopyFunction"] = ("create", "functions"),
        ["GetAccount"] = ("list", "namespaces"),
        ["PublishVersion"] = ("create", "versions"),
        ["ListVersionByFunction"] = ("list", "versions"),
        ["DeleteFunctionVersion"] = ("delete", "versions"),
        ["CreateAlias"] = ("create", "aliases"),
        ["GetAlias"] = ("get", "aliases"),
        ["ListAliases"] = ("list", "aliases"),
        ["UpdateAlias"] = ("update", "aliases"),
        ["DeleteAlias"] = ("delete", "aliases"),
        ["CreateTrigger"] = ("create", "triggers"),
        ["ListTriggers"] = ("list", "triggers"),
        ["UpdateTrigger"] = ("update", "triggers"),
        ["UpdateTriggerStatus"] = ("update", "triggers"),
        ["DeleteTrigger"] = ("delete", "triggers"),
        ["Invoke"] = ("invoke", "invocations"),
        ["InvokeFunction"] = ("invoke", "invocations"),
        ["GetFunctionLogs"] = ("list", "records"),
        ["GetRequestStatus"] = ("list", "records"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
