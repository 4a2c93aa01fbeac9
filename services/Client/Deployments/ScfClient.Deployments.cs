using ScfAspire.Client.Deployments;

namespace ScfAspire.Client;

public sealed partial class ScfClient
{
    /// <summary>
    /// Makes a function what <paramref name="deployment"/> says: creates it (and its namespace), or changes only what differs, and waits until it
    /// serves. Running it again does nothing more.
    /// </summary>
    /// <exception cref="ScfDeploymentException">Its runtime or type differs from the existing function's, or it did not become active.</exception>
    /// <exception cref="ScfApiException">The platform refused it.</exception>
    public Task<DeploymentResult> DeployAsync(FunctionDeployment deployment, CancellationToken cancellationToken = default) =>
        new Deployer(this).DeployAsync(deployment, cancellationToken);
}
