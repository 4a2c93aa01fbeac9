using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Dispatch.Links;

internal sealed partial class AgentLink
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The link to {Address} has ended ({Reason}): {Open} open calls fail, {Held} records are sent from here")]
    private partial void LogLost(string address, string reason, int open, int held);

    [LoggerMessage(Level = LogLevel.Error, Message = "The agent at {Address} broke the link's protocol: {Reason}")]
    private partial void LogProtocol(string address, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The link to {Address} met a fault of this process")]
    private partial void LogFault(string address, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The agent at {Address} has been silent for {Seconds:0} s: its link is given up")]
    private partial void LogSilent(string address, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The agent at {Address} takes no new calls: {Code} {Text}")]
    private partial void LogGoAway(string address, GoAwayCode code, string text);
}
