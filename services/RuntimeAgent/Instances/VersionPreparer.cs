using System.Threading.Channels;
using ScfAspire.RuntimeAgent.Packages;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>
/// Fetches function versions that may be called soon, one after the other and beside no start, so that their first call need not wait for the
/// control plane. Only code that comes along with the version is kept; what fails is fetched again when an instance needs it.
/// </summary>
internal sealed partial class VersionPreparer(ISpecSource specs, PackageCache packages, StartsUnderWay starts, ILogger<VersionPreparer> log) : BackgroundService
{
    // Of more than these at once the older ones are left to their first calls.
    private const int MostWaiting = 256;

    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(250);

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Never waits.</summary>
    public void Add(string specId) => _waiting.Writer.TryWrite(specId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var specId in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await starts.QuietAsync(LongestHold, stoppingToken);
                await PrepareAsync(specId, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private async Task PrepareAsync(string specId, CancellationToken cancellationToken)
    {
        try
        {
            var (spec, code) = await specs.GetAsync(specId, cancellationToken);
            if (!code.IsEmpty) await packages.PrepareAsync(spec.CodeSha256, code, cancellationToken);
        }
        catch (PackageException e)
        {
            LogNotPrepared(specId, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{SpecId} was not prepared: {Reason}")]
    private partial void LogNotPrepared(string specId, string reason);
}
