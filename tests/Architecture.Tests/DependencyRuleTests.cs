using System.Reflection;
using System.Xml.Linq;

namespace ScfAspire.Architecture.Tests;

/// <summary>Who may depend on whom: services on the libraries, never on one another; the domain rules on nothing that does I/O.</summary>
public sealed class DependencyRuleTests
{
    /// <summary>What each project may reference, in folder names.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Core"] = [],
        ["Transport"] = ["Contracts", "ServiceDefaults"],
        ["Dispatch"] = ["Contracts", "Core", "ServiceDefaults", "Transport"],
        ["ServiceDefaults"] = [],
        ["Api"] = ["Contracts", "Core", "Dispatch", "ServiceDefaults"],
        ["Scheduler"] = ["Contracts", "Core", "ServiceDefaults"],
        ["Trigger"] = ["Contracts", "Core", "Dispatch", "ServiceDefaults", "Transport"],
        ["Metering"] = ["Contracts", "Core", "ServiceDefaults"],
        ["Operator"] = ["Contracts", "Core", "ServiceDefaults"],
        ["RuntimeAgent"] = ["Contracts", "Core", "ServiceDefaults", "Transport"],
        ["Client"] = ["Contracts"],
        ["Cli"] = ["Client"],
    };

    /// <summary>Beginnings of assembly names that a library of pure rules does not know.</summary>
    private static readonly string[] Outside =
    [
        "Microsoft.AspNetCore", "Microsoft.Extensions", "Npgsql", "Dapper", "StackExchange", "Grpc", "Google", "OpenTelemetry",
        "System.Net", "System.Data", "System.Diagnostics.Process", "System.IO.Pipes", "System.IO.MemoryMappedFiles",
    ];

    private static readonly string[] InputOutput = ["System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.Console", "System.Environment"];

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may(string project)
    {
        var folder = project == "ServiceDefaults" ? project : $"services/{project}";
        var references = XDocument.Load(Path.Combine(RepositoryFiles.Root, folder, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void The_domain_rules_know_no_infrastructure()
    {
        var references = Load("Core").GetReferencedAssemblies().Select(name => name.Name!);

        Assert.DoesNotContain(references, name => Outside.Any(outside => name.StartsWith(outside, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_domain_rules_touch_neither_files_nor_the_environment()
    {
        using var assembly = Mono.Cecil.AssemblyDefinition.ReadAssembly(Load("Core").Location);
        // Iterators read the current thread's id, which is nobody's environment.
        var used = assembly.MainModule.GetMemberReferences()
            .Where(member => InputOutput.Contains(member.DeclaringType.FullName) && member.Name != "get_CurrentManagedThreadId")
            .Select(member => member.FullName);

        Assert.Empty(used);
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Scheduler")]
    [InlineData("Trigger")]
    [InlineData("Metering")]
    [InlineData("RuntimeAgent")]
    [InlineData("Operator")]
    public void A_service_uses_no_other_service(string service)
    {
        string[] others = ["Api", "Scheduler", "Trigger", "Metering", "RuntimeAgent", "Operator"];
        var references = Load(service).GetReferencedAssemblies().Select(name => name.Name);

        Assert.Empty(references.Intersect(others.Where(other => other != service).Select(other => $"ScfAspire.{other}")));
    }

    [Theory]
    [InlineData("Scheduler", "Npgsql")]
    [InlineData("RuntimeAgent", "Npgsql")]
    [InlineData("Operator", "Npgsql")]
    [InlineData("Operator", "StackExchange.Redis")]
    [InlineData("RuntimeAgent", "StackExchange.Redis")]
    [InlineData("Api", "StackExchange.Redis")]
    [InlineData("Trigger", "StackExchange.Redis")]
    [InlineData("Metering", "StackExchange.Redis")]
    public void A_service_touches_no_store_that_is_not_its_own(string service, string store) =>
        Assert.DoesNotContain(Load(service).GetReferencedAssemblies(), name => name.Name == store);

    private static Assembly Load(string project) => Assembly.Load($"ScfAspire.{project}");
}
