namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that the application is made of.</summary>
public interface IResource
{
    string Name { get; }
}
