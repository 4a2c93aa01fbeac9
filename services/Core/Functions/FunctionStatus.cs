namespace ScfAspire.Core.Functions;

/// <summary>State of a function version; the names are those on the wire.</summary>
public enum FunctionStatus
{
    Creating,
    CreateFailed,
    Active,
    Updating,
    UpdateFailed,
    Publishing,
    PublishFailed,
    Deleting,
    DeleteFailed,
}
