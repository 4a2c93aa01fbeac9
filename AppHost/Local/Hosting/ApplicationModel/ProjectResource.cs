namespace Aspire.Hosting.ApplicationModel;

/// <summary>One of the platform's own services.</summary>
public sealed class ProjectResource : ProcessResource
{
    internal ProjectResource(string name, IProjectMetadata project)
        : base(name) => Project = project;

    internal IProjectMetadata Project { get; }
}
