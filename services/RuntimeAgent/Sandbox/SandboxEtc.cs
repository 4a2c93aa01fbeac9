namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Writes the /etc that sandboxes see: names for the one user, name resolution, certificates, nothing of the host's accounts.</summary>
internal static class SandboxEtc
{
    private static readonly string[] Shared =
        ["/etc/ssl", "/etc/ca-certificates", "/etc/ca-certificates.conf", "/etc/pki", "/etc/alternatives", "/etc/localtime", "/etc/timezone", "/etc/mime.types", "/etc/fonts", "/etc/ImageMagick-6", "/etc/ld.so.cache", "/etc/php"];

    private static readonly string[] RootNames = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>Makes the folder and returns what of the host's /etc is bound over it.</summary>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<string> nameServers)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Put(folder, "passwd", "root:x:0:0:root:/:/usr/sbin/nologin\nqcloud:x:1000:1000::/home/qcloud:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n");
        Put(folder, "group", "root:x:0:\nqcloud:x:1000:\nnogroup:x:65534:\n");
        Put(folder, "hosts", "127.0.0.1 localhost\n::1 localhost\n");
        Put(folder, "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        Put(folder, "resolv.conf", string.Concat(nameServers.Select(server => $"nameserver {server}\n")) + "options timeout:2 attempts:2\n");
        List<string> shared = [];
        // Debian keeps the settings of each Java in a folder of its own.
        foreach (var path in Shared.Concat(Directory.EnumerateDirectories("/etc", "java-*")))
        {
            var target = Path.Combine(folder, Path.GetFileName(path));
            if (Directory.Exists(path)) Directory.CreateDirectory(target);
            else if (File.Exists(path)) Put(folder, Path.GetFileName(path), "");
            else continue;
            shared.Add(path);
        }

        return shared;
    }

    /// <summary>How /bin, /lib and their like are made on this host.</summary>
    public static (IReadOnlyList<KeyValuePair<string, string>> Links, IReadOnlyList<string> Folders) Root()
    {
        List<KeyValuePair<string, string>> links = [];
        List<string> folders = [];
        foreach (var name in RootNames)
        {
            var entry = new DirectoryInfo(name);
            if (!entry.Exists) continue;
            if (entry.LinkTarget is { } target) links.Add(new(name, target));
            else folders.Add(name);
        }

        return (links, folders);
    }

    private static void Put(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
