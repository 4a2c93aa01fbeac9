using Aspire.Hosting;
using ScfAspire.AppHost.Installations;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>Finds what the build made of a service.</summary>
internal static class ServiceBinaries
{
    /// <exception cref="InstallationException">The service is not built.</exception>
    public static string Find(IProjectMetadata project)
    {
        var name = Path.GetFileNameWithoutExtension(project.ProjectPath);
        var path = BuiltProgram.PathOf(name);
        return NativeProgram.Of(path) ?? (File.Exists(path) ? path : throw new InstallationException($"{path} is missing: build the solution first (dotnet build -c Release)."));
    }
}
