using ScfAspire.Contracts.Names;

namespace ScfAspire.Api.Grpc;

/// <summary>Resource names of requests; one of the wrong form is the caller's error.</summary>
internal static class RequestNames
{
    public static NamespaceName Namespace(string name, string field) =>
        NamespaceName.TryParse(name, out var parsed) ? parsed : throw ErrorStatus.Invalid(field, $"'{name}' must be of the form namespaces/{{namespace}}.");

    public static FunctionName Function(string name, string field) =>
        FunctionName.TryParse(name, out var parsed) ? parsed : throw ErrorStatus.Invalid(field, $"'{name}' must be of the form namespaces/{{namespace}}/functions/{{function}}.");

    public static FunctionChildName Child(string name, string collection, string field) =>
        FunctionChildName.TryParse(name, collection, out var parsed)
            ? parsed
            : throw ErrorStatus.Invalid(field, $"'{name}' must be of the form namespaces/{{namespace}}/functions/{{function}}/{collection}/{{id}}.");
}
