using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.Api.Grpc;

/// <summary>Which part of a listing a request asks for. A page token is tied to the other parameters of its listing.</summary>
/// <param name="Offset">Items before the page.</param>
/// <param name="Limit">Items at most.</param>
internal readonly record struct RequestPage(int Offset, int Limit)
{
    private const int MaxSize = 1000;

    public static RequestPage Read(int pageSize, string pageToken, int defaultSize, string listing)
    {
        if (pageSize < 0) throw ErrorStatus.Invalid("page_size", "must not be negative.");
        var limit = Math.Min(pageSize == 0 ? defaultSize : pageSize, MaxSize);
        return new(pageToken.Length == 0 ? 0 : OffsetOf(pageToken, listing), limit);
    }

    /// <summary>Token of the page after this one; empty when there is none.</summary>
    public string Next(int count, long total, string listing)
    {
        var next = Offset + count;
        if (count == 0 || next >= total) return "";
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{next}.{Mark(listing)}")));
    }

    private static int OffsetOf(string token, string listing)
    {
        try
        {
            if (Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)).Split('.') is [var offset, var mark]
                && mark == Mark(listing) && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }
        }
        catch (FormatException)
        {
            throw ErrorStatus.Invalid("page_token", "is not a token of this API.");
        }
        throw ErrorStatus.Invalid("page_token", "belongs to another listing: repeat the other parameters as they were.");
    }

    private static string Mark(string listing) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listing)).AsSpan(0, 4));
}
