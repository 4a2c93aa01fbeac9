namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of another resource; its URL is known once the application starts.</summary>
public sealed class EndpointReference
{
    internal EndpointReference(ProcessResource resource, string name) => (Resource, EndpointName) = (resource, name);

    public string EndpointName { get; }

    public string Url => Resource.Endpoints.Single(endpoint => endpoint.Name == EndpointName).Url;

    internal ProcessResource Resource { get; }
}
