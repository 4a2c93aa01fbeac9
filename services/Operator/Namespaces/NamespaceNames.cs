using System.Security.Cryptography;
using System.Text;
using ScfAspire.Core.Limits;

namespace ScfAspire.Operator.Namespaces;

/// <summary>Which namespace of the platform belongs to which namespace of the cluster.</summary>
internal static class NamespaceNames
{
    private const int HashLetters = 8;

    /// <summary>The same name; one that is longer than the platform takes is cut and gets a hash of the whole.</summary>
    public static string OfCluster(string @namespace)
    {
        if (@namespace.Length <= ScfLimits.NamespaceNameMax) return @namespace;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(@namespace)))[..HashLetters];
        return $"{@namespace[..(ScfLimits.NamespaceNameMax - HashLetters - 1)].TrimEnd('-')}-{hash}";
    }
}
