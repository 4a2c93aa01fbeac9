namespace ScfAspire.Client;

/// <summary>What a deployment did.</summary>
public enum DeploymentOutcome
{
    Created,
    Updated,

    /// <summary>The platform had exactly this already.</summary>
    Unchanged,
}
