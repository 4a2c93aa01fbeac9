using System.Net.Sockets;

namespace ScfAspire.Transport.Tests.Frames;

/// <summary>Two ends of one Unix connection, neither of them used yet.</summary>
internal static class SocketPair
{
    public static (Socket One, Socket Other) Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"scf-pair-{Guid.NewGuid():N}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var one = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        one.Connect(new UnixDomainSocketEndPoint(path));
        var other = listener.Accept();
        File.Delete(path);
        return (one, other);
    }
}
