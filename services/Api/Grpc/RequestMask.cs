using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ScfAspire.Api.Grpc;

/// <summary>The fields that an update is about.</summary>
internal sealed class RequestMask
{
    private readonly HashSet<string> _paths;

    private RequestMask(HashSet<string> paths) => _paths = paths;

    /// <param name="mask">What the request says; without one, or with <c>*</c> in it, see below.</param>
    /// <param name="resource">The resource: without a mask the fields that are set in it count.</param>
    /// <param name="allowed">The fields that can change; <c>*</c> stands for them all.</param>
    public static RequestMask Read(FieldMask? mask, IMessage resource, IReadOnlyCollection<string> allowed)
    {
        if (mask is null || mask.Paths.Count == 0) return new([.. allowed.Where(path => IsSet(resource, path))]);
        if (mask.Paths.Contains("*")) return new([.. allowed]);
        // A part of a message is changed with the message as a whole.
        var paths = mask.Paths.Select(path => Name(path.Split('.')[0])).Where(path => path != "name").ToHashSet();
        if (paths.FirstOrDefault(path => !allowed.Contains(path)) is { } wrong)
            throw ErrorStatus.Invalid("update_mask", $"'{wrong}' cannot be changed; {string.Join(", ", allowed)} can.");
        return new(paths);
    }

    public bool Has(string path) => _paths.Contains(path);

    public bool IsEmpty => _paths.Count == 0;

    /// <summary>REST spells fields as JSON does, <c>memoryMb</c>, and a mask in its query comes as it is written.</summary>
    private static string Name(string path) =>
        string.Concat(path.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));

    private static bool IsSet(IMessage resource, string path)
    {
        var field = resource.Descriptor.FindFieldByName(path);
        if (field.HasPresence) return field.Accessor.HasValue(resource);
        return field.Accessor.GetValue(resource) switch
        {
            string text => text.Length > 0,
            System.Collections.ICollection items => items.Count > 0,
            int number => number != 0,
            bool flag => flag,
            System.Enum value => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) != 0,
            _ => false,
        };
    }
}
