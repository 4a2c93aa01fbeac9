using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using ScfAspire.AppHost.Installations;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.AppHost.Tests.Runner;

public sealed class InstallationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_new_folder_gets_credentials_and_keys_that_only_the_owner_reads()
    {
        using var installation = Installation.Open(Settings(), forUse: true);

        foreach (var file in (string[])[Path.Combine(installation.Folder, "credentials.json"), installation.InternalKeyFile, installation.MasterKeyFile])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(32, Convert.FromBase64String(File.ReadAllText(installation.MasterKeyFile)).Length);
    }

    [Fact]
    public void A_folder_keeps_its_credentials()
    {
        string id;
        using (var first = Installation.Open(Settings(), forUse: true)) id = first.Credentials.SecretId;

        using var second = Installation.Open(Settings(), forUse: true);

        Assert.Equal(id, second.Credentials.SecretId);
    }

    [Fact]
    public void A_configured_credential_wins()
    {
        using var installation = Installation.Open(Settings(("SCF_SECRET_ID", "id"), ("SCF_SECRET_KEY", "key")), forUse: true);

        Assert.Equal(("id", "key"), (installation.Credentials.SecretId, installation.Credentials.SecretKey));
    }

    [Fact]
    public void Half_a_credential_is_refused() => AssertRefused("SCF_SECRET_ID and SCF_SECRET_KEY go together", ("SCF_SECRET_ID", "id"));

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("http")]
    public void What_is_no_port_is_refused(string port) => AssertRefused($"SCF_GRPC_PORT={port} is not a port number", ("SCF_GRPC_PORT", port));

    [Fact]
    public void A_port_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        AssertRefused($"Port {port} is in use", ("SCF_GATEWAY_PORT", $"{port}"));
    }

    [Fact]
    public void A_folder_serves_one_platform_at_a_time()
    {
        using var first = Installation.Open(Settings(), forUse: true);

        AssertRefused("is in use by another platform");
    }

    [Fact]
    public void Damaged_credentials_are_named()
    {
        File.WriteAllText(_folder.Combine("credentials.json"), "{");

        AssertRefused("credentials.json is damaged");
    }

    [Fact]
    public void Sockets_of_a_long_folder_lie_in_a_short_one()
    {
        var deep = Directory.CreateDirectory(_folder.Combine(new string('d', 100))).FullName;
        using var installation = Installation.Open(Settings(("SCF_DATA_DIR", deep)), forUse: true);
        try
        {
            Assert.True(installation.SocketFolder.Length < 70, installation.SocketFolder);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(installation.SocketFolder));
        }
        finally
        {
            Directory.Delete(installation.SocketFolder, recursive: true);
        }
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(string message, params (string Key, string Value)[] settings)
    {
        var refused = Assert.Throws<InstallationException>(() => Installation.Open(Settings(settings), forUse: true));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private ConfigurationManager Settings(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration["SCF_DATA_DIR"] = _folder.FullName;
        var port = 20_000 + (Environment.ProcessId % 10_000);
        foreach (var key in (string[])["SCF_HTTP_PORT", "SCF_GRPC_PORT", "SCF_GATEWAY_PORT"]) configuration[key] = $"{port++}";
        foreach (var (key, value) in settings) configuration[key] = value;
        return configuration;
    }
}
