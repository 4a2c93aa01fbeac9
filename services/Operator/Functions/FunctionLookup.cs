using ScfAspire.Contracts.Names;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Resources;
using ScfAspire.Operator.Status;

namespace ScfAspire.Operator.Functions;

/// <summary>The function that another object refers to.</summary>
public sealed class FunctionLookup(ObjectWatch<FunctionObject> functions)
{
    /// <summary>Its name, when it is ready; null until then, and its object comes again then.</summary>
    internal FunctionName? Find(string @namespace, NameReference reference) =>
        functions.Find(new(@namespace, reference.Name)) is { Status: { Namespace.Length: > 0 } status } function && Conditions.IsReady(status)
            ? new FunctionName(status.Namespace, function.FunctionName)
            : null;
}
