using System.Text.Json;
using ScfAspire.Api.Store;

namespace ScfAspire.Api.Functions;

/// <summary>A function's environment as it is stored: JSON, encrypted and bound to the function.</summary>
public sealed class EnvironmentBox(MasterKey masterKey)
{
    public byte[] Seal(IReadOnlyDictionary<string, string> environment, string functionId) =>
        masterKey.Seal(JsonSerializer.SerializeToUtf8Bytes(environment), Owner(functionId));

    public IReadOnlyDictionary<string, string> Open(byte[] sealedEnvironment, string functionId) =>
        JsonSerializer.Deserialize<SortedDictionary<string, string>>(masterKey.Open(sealedEnvironment, Owner(functionId)))
        ?? throw new InvalidDataException("A stored environment is null.");

    private static string Owner(string functionId) => "function/" + functionId;
}
