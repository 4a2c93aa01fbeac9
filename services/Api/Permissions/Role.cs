namespace ScfAspire.Api.Permissions;

/// <summary>What a caller is in a namespace; each includes the one before.</summary>
public enum Role
{
    None,

    /// <summary>May get and list.</summary>
    Viewer,

    /// <summary>May also write functions and what belongs to them, and invoke.</summary>
    Developer,

    /// <summary>May also create, change and delete namespaces.</summary>
    Admin,
}
