using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>The folders that the installation has written to the configuration.</summary>
internal static class LocalFolders
{
    public static string Data(IConfiguration configuration) =>
        configuration["SCF_DATA_DIR"] ?? throw new InvalidOperationException("The installation must be opened before resources are added.");

    public static string Sockets(IConfiguration configuration) =>
        configuration["SCF_SOCKET_DIR"] ?? throw new InvalidOperationException("The installation must be opened before resources are added.");
}
