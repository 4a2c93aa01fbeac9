using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using ScfAspire.Contracts.Names;

namespace ScfAspire.Api.Grpc;

/// <summary>Reads from the descriptors what each public method does: the first word of its name is the verb, its service names the resource.</summary>
internal static class CallPermissions
{
    private static readonly Dictionary<string, string> Resources = new()
    {
        ["NamespaceService"] = "namespaces",
        ["FunctionService"] = "functions",
        ["VersionService"] = "versions",
        ["AliasService"] = "aliases",
        ["TriggerService"] = "triggers",
        ["InvocationService"] = "invocations",
        ["LogService"] = "records",
    };

    // Longest first, where one begins with another.
    private static readonly (string Word, string Verb)[] Verbs =
    [
        ("Create", "create"), ("Publish", "create"), ("Get", "get"), ("Wait", "get"), ("List", "list"), ("Tail", "list"),
        ("Update", "update"), ("Adopt", "update"), ("Delete", "delete"), ("Invoke", "invoke"),
    ];

    /// <summary>By full method name, e.g. <c>/scf.v1.FunctionService/GetFunction</c>; the open TokenService has none.</summary>
    public static readonly FrozenDictionary<string, CallPermission> ByMethod = PublicServices.Descriptors
        .Where(service => Resources.ContainsKey(service.Name))
        .SelectMany(service => service.Methods)
        .ToFrozenDictionary(
            method => $"/{method.Service.FullName}/{method.Name}",
            method => new CallPermission(Verbs.First(v => method.Name.StartsWith(v.Word, StringComparison.Ordinal)).Verb, Resources[method.Service.Name]));

    /// <summary>The namespace that a request is about; empty for none.</summary>
    public static string NamespaceOf(IMessage request)
    {
        foreach (var field in request.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType == FieldType.String && field.Name is "name" or "parent") return First((string)field.Accessor.GetValue(request));
            // An update carries the resource, and the resource its name.
            if (field.FieldType == FieldType.Message && !field.IsRepeated && !field.IsMap && request.Descriptor.Name.StartsWith("Update", StringComparison.Ordinal)
                && field.Accessor.GetValue(request) is IMessage resource && resource.Descriptor.FindFieldByName("name") is { FieldType: FieldType.String } name)
            {
                return First((string)name.Accessor.GetValue(resource));
            }
        }
        return "";
    }

    private static string First(string name) => name.Split('/') is [NamespaceName.Collection, var @namespace, ..] ? @namespace : "";
}
