using Microsoft.OpenApi;

namespace ScfAspire.Api.OpenApi;

/// <summary>The OpenAPI documents as text, made once at the first request.</summary>
public sealed class OpenApiDocuments
{
    private readonly Lazy<string> _v1 = new(() =>
    {
        var text = new StringWriter();
        OpenApiGenerator.Generate().SerializeAsV31(new OpenApiJsonWriter(text));
        return text.ToString();
    });

    /// <summary>OpenAPI 3.1 of everything under <c>/v1</c>.</summary>
    public string V1 => _v1.Value;
}
