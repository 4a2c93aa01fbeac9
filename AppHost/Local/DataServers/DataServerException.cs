namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>A data server did not start; the message is one line and says why.</summary>
internal sealed class DataServerException(string message) : Exception(message);
