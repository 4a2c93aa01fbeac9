using System.Net.Sockets;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>The Unix socket that one bootstrap dials.</summary>
internal static class AgentSocket
{
    private const int MaxPathBytes = 107;

    public static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var folder = OpenFolderWhenLong(path, out var address);
        socket.Bind(new UnixDomainSocketEndPoint(address));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        socket.Listen(1);
        return socket;
    }

    // A deep data folder must not stop functions: the kernel takes the short way through the folder's descriptor.
    private static Microsoft.Win32.SafeHandles.SafeFileHandle? OpenFolderWhenLong(string path, out string address)
    {
        address = path;
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= MaxPathBytes) return null;
        var folder = Native.Pipes.OpenReadOnly(Path.GetDirectoryName(path)!);
        address = $"/proc/self/fd/{folder.DangerousGetHandle()}/{Path.GetFileName(path)}";
        return folder;
    }
}
