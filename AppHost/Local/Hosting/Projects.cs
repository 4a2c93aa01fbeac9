using Aspire.Hosting;

// Aspire's build makes these from the project references; one line each is all there is to them.
namespace Projects;

public sealed class Api : IProjectMetadata
{
    public string ProjectPath => "services/Api/Api.csproj";
}

public sealed class Scheduler : IProjectMetadata
{
    public string ProjectPath => "services/Scheduler/Scheduler.csproj";
}

public sealed class Trigger : IProjectMetadata
{
    public string ProjectPath => "services/Trigger/Trigger.csproj";
}

public sealed class Metering : IProjectMetadata
{
    public string ProjectPath => "services/Metering/Metering.csproj";
}

public sealed class RuntimeAgent : IProjectMetadata
{
    public string ProjectPath => "services/RuntimeAgent/RuntimeAgent.csproj";
}
