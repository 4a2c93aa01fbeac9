using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Functions;

/// <summary>Brings together the code of a function.</summary>
public sealed class FunctionCode(ApiServer server)
{
    /// <summary>The package; null for a function without code of its own.</summary>
    /// <exception cref="CodeMissingException">What the object names is not there.</exception>
    internal async Task<byte[]?> ReadAsync(FunctionObject function, CancellationToken cancellationToken)
    {
        switch (function.Spec.Code)
        {
            case null: return null;
            case { Inline: { } files }: return CodeArchive.Pack(files);
            case { ConfigMapRef: { } map }:
                var found = await MapAsync(function, map.Name, cancellationToken);
                return CodeArchive.Pack(found.BinaryData.Concat(found.Data.Select(file => KeyValuePair.Create(file.Key, System.Text.Encoding.UTF8.GetBytes(file.Value)))));
            case { Package.ZipFile: { } zip }: return zip;
            case { Package.ConfigMapRef: { } key }:
                return (await MapAsync(function, key.Name, cancellationToken)).BinaryData.GetValueOrDefault(key.Key)
                    ?? throw new CodeMissingException($"ConfigMap {key.Name} has no binary entry {key.Key}.");
            default: throw new CodeMissingException("spec.code names no code.");
        }
    }

    private async Task<ConfigMapObject> MapAsync(FunctionObject function, string name, CancellationToken cancellationToken) =>
        await server.FindAsync<ConfigMapObject>(ConfigMapObject.Kind, new(function.Metadata.Namespace, name), cancellationToken)
        ?? throw new CodeMissingException($"ConfigMap {name} is not found.");
}
