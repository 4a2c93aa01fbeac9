using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Access;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>Answers who a token belongs to, and who may do what.</summary>
internal sealed class Reviews(ObjectStore store, RoleEvaluator roles, TokenTable tokens, AccessTable table)
{
    /// <summary>Plurals of the types that are questions, of which nothing is stored.</summary>
    public static bool Answers(string plural) => plural is "tokenreviews" or "subjectaccessreviews" or "selfsubjectaccessreviews" or "localsubjectaccessreviews";

    public async Task HandleAsync(ApiCall call)
    {
        if (call.Verb != "create") throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        var body = await call.ReadAsync() as JsonObject ?? throw ApiException.BadRequest("the body of the request was empty");
        var answer = body.DeepClone().AsObject();
        answer["status"] = call.Path.Plural switch
        {
            "tokenreviews" => Token(body),
            "selfsubjectaccessreviews" => Access(call.Caller, body),
            _ => Access(new(body.Text("spec", "user"), [.. body.Texts("spec", "groups")]), body),
        };
        table.Count(call.Path.Plural);
        await JsonAnswer.SendAsync(call.Context, 201, answer);
    }

    private JsonObject Token(JsonObject body)
    {
        if (tokens.Find(body.Text("spec", "token"), [.. body.Texts("spec", "audiences")]) is not { } known)
            return new() { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token, token lookup failed]" };
        return new()
        {
            ["authenticated"] = true,
            ["user"] = new JsonObject
            {
                ["username"] = known.Caller.Name,
                ["uid"] = known.Caller.Uid,
                ["groups"] = new JsonArray([.. known.Caller.Groups.Select(group => (JsonNode)group)]),
            },
            ["audiences"] = new JsonArray([.. known.Audiences.Select(audience => (JsonNode)audience)]),
        };
    }

    private JsonObject Access(Caller caller, JsonObject body)
    {
        var asked = body["spec"]?["resourceAttributes"];
        if (asked is null) return new() { ["allowed"] = false, ["reason"] = "only resources are asked for here" };
        var question = new AccessQuestion(asked.Text("verb"), asked.Text("group"), asked.Text("resource"), asked.Text("subresource"), asked.Text("namespace"), asked.Text("name"));
        if (table.Answer(caller, question) is { } told) return new() { ["allowed"] = told };
        lock (store.Gate) return new() { ["allowed"] = roles.IsAllowed(caller, question) };
    }
}
