using Aspire.Hosting;
using ScfAspire.AppHost.Installations;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>Finds what the build made of a service: beside this program's own folder, in the same configuration.</summary>
internal static class ServiceBinaries
{
    /// <exception cref="InstallationException">The service is not built.</exception>
    public static string Find(IProjectMetadata project)
    {
        var name = Path.GetFileNameWithoutExtension(project.ProjectPath);
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(own.Parent?.Parent?.FullName ?? "/", name, own.Name, $"ScfAspire.{name}");
        return File.Exists(path) ? path : throw new InstallationException($"{path} is missing: build the solution first (dotnet build -c Release).");
    }
}
