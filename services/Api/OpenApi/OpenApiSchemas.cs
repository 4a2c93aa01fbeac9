using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace ScfAspire.Api.OpenApi;

/// <summary>Messages as JSON schemas, by the rules of the JSON form of protobuf. Each message becomes one component.</summary>
internal sealed class OpenApiSchemas(OpenApiDocument document)
{
    private const string StatusName = "Status";

    public IOpenApiSchema Of(MessageDescriptor message)
    {
        if (WellKnown(message.FullName) is { } known) return known;
        if (!document.Components!.Schemas!.ContainsKey(message.Name))
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>() };
            // In its place before its fields are looked at: a message may hold itself.
            document.AddComponent<IOpenApiSchema>(message.Name, schema);
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                schema.Properties[field.JsonName] = OfField(field);
                if (Behaviors(field).Contains(FieldBehavior.Required)) schema.Required.Add(field.JsonName);
            }
        }
        return new OpenApiSchemaReference(message.Name, document);
    }

    public IOpenApiSchema OfField(FieldDescriptor field)
    {
        if (field.IsMap)
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Single(field.MessageType.FindFieldByName("value")) };
        return field.IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = Single(field) } : Marked(field, Single(field));
    }

    /// <summary><c>google.rpc.Status</c>, the form of every error.</summary>
    public IOpenApiSchema Status()
    {
        if (!document.Components!.Schemas!.ContainsKey(StatusName))
        {
            document.AddComponent<IOpenApiSchema>(StatusName, new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "google.rpc.Status; the reason of its google.rpc.ErrorInfo is an error code of the SCF interface.",
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                    ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["details"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
                },
            });
        }
        return new OpenApiSchemaReference(StatusName, document);
    }

    private IOpenApiSchema Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Of(field.MessageType),
        FieldType.Enum => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. field.EnumType.Values.Select(v => (System.Text.Json.Nodes.JsonNode)v.Name)] },
        FieldType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldType.Bytes => new OpenApiSchema { Type = JsonSchemaType.String, Format = "byte" },
        FieldType.Double or FieldType.Float => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
        FieldType.Int32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        // 64-bit numbers are texts in the JSON form of protobuf.
        FieldType.Int64 => new OpenApiSchema { Type = JsonSchemaType.String, Format = "int64" },
        FieldType.String => new OpenApiSchema { Type = JsonSchemaType.String },
        _ => throw new InvalidOperationException($"{field.FullName} has the type {field.FieldType}, which has no schema yet."),
    };

    private static IOpenApiSchema Marked(FieldDescriptor field, IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema own) return schema;
        var behaviors = Behaviors(field);
        own.ReadOnly = behaviors.Contains(FieldBehavior.OutputOnly);
        own.WriteOnly = behaviors.Contains(FieldBehavior.InputOnly);
        return own;
    }

    private static IReadOnlyList<FieldBehavior> Behaviors(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior) is { } behaviors ? [.. behaviors] : [];

    private static OpenApiSchema? WellKnown(string name) => name switch
    {
        "google.protobuf.Timestamp" => new() { Type = JsonSchemaType.String, Format = "date-time" },
        "google.protobuf.Duration" => new() { Type = JsonSchemaType.String, Description = "Seconds with an s, e.g. 3s or 0.25s." },
        "google.protobuf.FieldMask" => new() { Type = JsonSchemaType.String, Description = "Fields with commas between them, e.g. memoryMb,timeout." },
        "google.protobuf.Empty" => new() { Type = JsonSchemaType.Object },
        _ => null,
    };
}
