using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;
using ScfAspire.Api.Grpc;

namespace ScfAspire.Api.OpenApi;

/// <summary>Makes the OpenAPI document of the REST interface from the descriptors that also make the interface itself.</summary>
public static class OpenApiGenerator
{
    private const string Bearer = "bearer";

    public static OpenApiDocument Generate()
    {
        var document = new OpenApiDocument
        {
            Info = new()
            {
                Title = "ScfAspire",
                Version = "v1",
                Description = "Functions, versions, aliases, triggers, invocations and logs. The same API is served as gRPC (package scf.v1).",
            },
            Paths = [],
            Components = new() { Schemas = new Dictionary<string, IOpenApiSchema>() },
            Tags = new HashSet<OpenApiTag>(),
        };
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "Token of POST /v1/tokens:exchange.",
        });
        var schemas = new OpenApiSchemas(document);
        foreach (var service in PublicServices.Descriptors)
        {
            document.Tags.Add(new OpenApiTag { Name = service.Name });
            foreach (var method in service.Methods) Add(document, schemas, method);
        }
        return document;
    }

    private static void Add(OpenApiDocument document, OpenApiSchemas schemas, MethodDescriptor method)
    {
        if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule) return;
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            _ => throw new InvalidOperationException($"{method.FullName} has a form of google.api.http that is not supported."),
        };
        var path = OpenApiPath.Parse(template);
        if (!document.Paths.TryGetValue(path.Text, out var item)) document.Paths.Add(path.Text, item = new OpenApiPathItem());
        ((OpenApiPathItem)item).AddOperation(verb, Operation(document, schemas, method, rule, path));
    }

    private static OpenApiOperation Operation(OpenApiDocument document, OpenApiSchemas schemas, MethodDescriptor method, HttpRule rule, OpenApiPath path)
    {
        var operation = new OpenApiOperation
        {
            OperationId = $"{method.Service.Name}_{method.Name}",
            Summary = Words(method.Name),
            Tags = new HashSet<OpenApiTagReference> { new(method.Service.Name, document) },
            Parameters = [.. path.Parameters.Select(IOpenApiParameter (p) => Parameter(p, ParameterLocation.Path, new OpenApiSchema { Type = JsonSchemaType.String }))],
            Responses = new()
            {
                ["200"] = Answer(method.IsServerStreaming ? "One JSON object a line, until the stream ends." : "Done.", schemas.Of(method.OutputType)),
                ["default"] = Answer("Refused or failed.", schemas.Status()),
            },
            Security = [],
        };
        if ($"/{method.Service.FullName}/{method.Name}" != PublicServices.Exchange)
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] });

        if (rule.Body.Length > 0)
        {
            var schema = rule.Body == "*" ? schemas.Of(method.InputType) : schemas.Of(method.InputType.FindFieldByName(rule.Body).MessageType);
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json(schema) };
        }
        if (rule.Body != "*")
        {
            foreach (var field in method.InputType.Fields.InDeclarationOrder())
                if (field.Name != rule.Body && !path.Fields.Contains(field.Name)) operation.Parameters.Add(Parameter(field.JsonName, ParameterLocation.Query, schemas.OfField(field)));
        }
        return operation;
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, IOpenApiSchema schema) =>
        new() { Name = name, In = place, Required = place == ParameterLocation.Path, Schema = schema };

    private static OpenApiResponse Answer(string description, IOpenApiSchema schema) => new() { Description = description, Content = Json(schema) };

    private static Dictionary<string, IOpenApiMediaType> Json(IOpenApiSchema schema) => new() { ["application/json"] = new OpenApiMediaType { Schema = schema } };

    /// <summary><c>ListFunctions</c> becomes <c>List functions</c>.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
