using System.Globalization;
using ScfAspire.Api.Installation;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

/// <summary>Times on the wire: <c>YYYY-MM-DD HH:mm:ss</c> in the installation's zone.</summary>
public sealed class ScfTime(InstallationOptions installation)
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    public string Text(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, installation.TimeZone).ToString(Format, CultureInfo.InvariantCulture);

    public string TextOfMicroseconds(long unixMicroseconds) => Text(DateTimeOffset.UnixEpoch.AddTicks(unixMicroseconds * TimeSpan.TicksPerMicrosecond));

    /// <exception cref="ScfException">Not a time of this form.</exception>
    public DateTimeOffset Parse(string text)
    {
        if (!DateTime.TryParseExact(text, [Format, Format + ".fff", Format + ".ffffff"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            throw new ScfException(ScfErrorCode.InvalidDateTime, $"'{text}' must be a time of the form {Format}.");
        return new DateTimeOffset(local, installation.TimeZone.GetUtcOffset(local));
    }
}
