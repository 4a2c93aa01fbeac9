using Microsoft.Extensions.Logging;

namespace ScfAspire.ServiceDefaults.Lifetime;

/// <summary>
/// Tells how loud a line each failure of a connection deserves that is tried until it stands: one note while a peer still starts, a warning when a
/// connection is lost that stood. Not for several threads at once.
/// </summary>
public sealed class ConnectionStanding
{
    private bool _stands;
    private bool _told;

    /// <summary>The connection stands.</summary>
    /// <returns>Whether that is news, because a failure was told before.</returns>
    public bool Stands()
    {
        var news = !_stands && _told;
        (_stands, _told) = (true, false);
        return news;
    }

    /// <summary>The connection was lost, or could not be made.</summary>
    public LogLevel Failed()
    {
        var level = _stands ? LogLevel.Warning : _told ? LogLevel.Debug : LogLevel.Information;
        (_stands, _told) = (false, true);
        return level;
    }
}
