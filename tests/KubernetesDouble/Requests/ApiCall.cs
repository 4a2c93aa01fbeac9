using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScfAspire.KubernetesDouble.Access;
using ScfAspire.KubernetesDouble.Applying;
using ScfAspire.KubernetesDouble.Resources;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>One request for a resource.</summary>
/// <param name="Context">The request as it came.</param>
/// <param name="Path">What it is for.</param>
/// <param name="Verb">In the words of access rules, e.g. <c>list</c>.</param>
/// <param name="Caller">Who sent it.</param>
public sealed record ApiCall(HttpContext Context, ApiPath Path, string Verb, Caller Caller)
{
    public string Query(string name) => Context.Request.Query[name].ToString();

    internal bool Flag(string name) => Query(name) is "true" or "1";

    internal AccessQuestion Question => new(Verb, Path.Group, Path.Plural, Path.Subresource, Path is { Plural: "namespaces", Group: "" } ? Path.Name : Path.Namespace, Path.Name);

    internal static string VerbOf(HttpRequest request, ApiPath path) => request.Method switch
    {
        "GET" or "HEAD" when request.Query["watch"].ToString() is "true" or "1" => "watch",
        "GET" or "HEAD" => path.Name.Length > 0 ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => path.Name.Length > 0 ? "delete" : "deletecollection",
        _ => throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
    };

    internal WriteOptions Options(bool apply) => new(
        new(Manager(apply), apply ? ManagedFields.Apply : ManagedFields.Update, Path.Subresource is "status" ? "status" : ""), Query("dryRun") == "All", Query("fieldValidation") == "Strict", []);

    internal async Task<JsonNode?> ReadAsync()
    {
        using var reader = new StreamReader(Context.Request.Body);
        var text = await reader.ReadToEndAsync(Context.RequestAborted);
        if (text.Length == 0) return null;
        try
        {
            return text.TrimStart() is ['{' or '[', ..] ? JsonNode.Parse(text) : Manifests.YamlObjects.Read(text) is [var first, ..] ? first : null;
        }
        catch (System.Text.Json.JsonException problem)
        {
            throw ApiException.BadRequest($"couldn't get version/kind; json parse error: {problem.Message}");
        }
    }

    private string Manager(bool apply)
    {
        if (Query("fieldManager") is { Length: > 0 } named) return named;
        if (apply) throw new ApiException(422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        var agent = Context.Request.Headers.UserAgent.ToString().Split('/', ' ')[0];
        return agent.Length > 0 ? agent : "unknown";
    }
}
