using System.Net;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.AppHost.Installations;

/// <summary>One platform on this machine: its data folder with credentials and keys, and the ports that it serves on.</summary>
public sealed class Installation : IDisposable
{
    private readonly FileStream? _lock;

    private Installation(string folder, FileStream? @lock)
    {
        Folder = folder;
        _lock = @lock;
    }

    /// <summary>Absolute path of the data folder; everything that outlives the processes is in it.</summary>
    public string Folder { get; }

    /// <summary>Folder of Unix sockets, with a path short enough for them.</summary>
    public required string SocketFolder { get; init; }

    public required Credentials Credentials { get; init; }

    public required int HttpPort { get; init; }

    public required int GrpcPort { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>Host name in the URLs that the platform gives out.</summary>
    public required string PublicHost { get; init; }

    /// <summary>File of the key that the services show one another.</summary>
    public required string InternalKeyFile { get; init; }

    /// <summary>File of the key that encrypts secrets at rest.</summary>
    public required string MasterKeyFile { get; init; }

    /// <summary>
    /// Opens the data folder in <c>SCF_DATA_DIR</c> (<c>.scf</c> in the current folder unless set), makes what is missing in it and reads the ports.
    /// </summary>
    /// <param name="configuration">Settings; the folder's absolute path and the socket folder are written back to it.</param>
    /// <param name="forUse">The platform is to run from it: nobody else may, and the public ports must be free.</param>
    /// <exception cref="InstallationException">A setting is wrong, a port is in use, or the folder cannot be used.</exception>
    public static Installation Open(IConfiguration configuration, bool forUse)
    {
        var host = configuration["SCF_PUBLIC_HOST"] is { Length: > 0 } named ? named : "127.0.0.1";
        var bindText = configuration["SCF_BIND_HOST"] is { Length: > 0 } bound ? bound : "127.0.0.1";
        if (!IPAddress.TryParse(bindText, out var bind)) throw new InstallationException($"SCF_BIND_HOST={bindText} is not an IP address.");
        var folder = PrivateFiles.Folder(Path.GetFullPath(configuration["SCF_DATA_DIR"] is { Length: > 0 } set ? set : ".scf"));
        var held = forUse ? Hold(folder) : null;
        try
        {
            var http = PublicPort.Read(configuration, "SCF_HTTP_PORT", 8080, bind, forUse);
            var grpc = PublicPort.Read(configuration, "SCF_GRPC_PORT", 8081, bind, forUse);
            var gateway = PublicPort.Read(configuration, "SCF_GATEWAY_PORT", 8082, bind, forUse);
            if (http == grpc || http == gateway || grpc == gateway)
                throw new InstallationException("SCF_HTTP_PORT, SCF_GRPC_PORT and SCF_GATEWAY_PORT must differ.");
            var (secretId, secretKey) = Credentials.Resolve(configuration, folder);
            var installation = new Installation(folder, held)
            {
                SocketFolder = RuntimeFolder.For(folder),
                HttpPort = http,
                GrpcPort = grpc,
                GatewayPort = gateway,
                PublicHost = host,
                InternalKeyFile = PrivateFiles.RandomKey(Path.Combine(folder, "internal.key"), Convert.ToHexStringLower),
                MasterKeyFile = PrivateFiles.RandomKey(Path.Combine(folder, "master.key"), Convert.ToBase64String),
                Credentials = new Credentials
                {
                    SecretId = secretId,
                    SecretKey = secretKey,
                    Endpoint = $"http://{host}:{grpc}",
                    Http = $"http://{host}:{http}",
                    Gateway = $"http://{host}:{gateway}",
                },
            };
            if (forUse) installation.Credentials.Save(folder);
            configuration["SCF_DATA_DIR"] = folder;
            configuration["SCF_SOCKET_DIR"] = installation.SocketFolder;
            return installation;
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>A folder inside the data folder for one process alone.</summary>
    public string FolderOf(string process) => PrivateFiles.Folder(Path.Combine(Folder, process));

    public void Dispose() => _lock?.Dispose();

    private static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException(
                exception is UnauthorizedAccessException
                    ? $"The data folder {folder} cannot be written to."
                    : $"The data folder {folder} is in use by another platform; stop that one, or set SCF_DATA_DIR to another folder.",
                exception);
        }
    }
}
