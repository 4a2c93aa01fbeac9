using Microsoft.Extensions.Hosting;

namespace ScfAspire.Dispatch.Links;

/// <summary>Ends the links in order when the service stops, so that records held for their calls can still be sent.</summary>
internal sealed class LinkCloser(LinkPool links) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => links.DisposeAsync().AsTask();
}
