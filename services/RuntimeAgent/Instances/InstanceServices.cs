using ScfAspire.RuntimeAgent.Records;
using ScfAspire.RuntimeAgent.Telemetry;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>What every instance needs of the agent.</summary>
/// <param name="Pool">The agent's pool, for records.</param>
/// <param name="Records">Takes a record of each run.</param>
/// <param name="Telemetry">Counts and traces runs and starts.</param>
/// <param name="Time">The clock.</param>
internal sealed record InstanceServices(string Pool, IRecordSpool Records, AgentTelemetry Telemetry, TimeProvider Time);
