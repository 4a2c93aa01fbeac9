namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that the description is given from outside.</summary>
public sealed class ParameterResource : IResource
{
    internal ParameterResource(string name, string value) => (Name, Value) = (name, value);

    public string Name { get; }

    internal string Value { get; }
}
