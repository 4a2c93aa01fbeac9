using System.Text;

namespace ScfAspire.ServiceDefaults.Metrics;

/// <summary>
/// Puts the metrics of several processes into one text of the Prometheus format. Each sample gets the label <c>service</c>; samples of one metric
/// stand together under one HELP and TYPE, as the format demands.
/// </summary>
internal sealed class PrometheusMerge
{
    private readonly Dictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Adds what one service answered.</summary>
    /// <param name="service">Value of the label.</param>
    /// <param name="text">Its metrics; comment lines that are neither HELP, TYPE nor UNIT are left out.</param>
    public void Add(string service, string text)
    {
        var family = Family("");
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            if (line.IsEmpty) continue;
            if (line[0] != '#')
            {
                family.Samples.Add(Labelled(service, line));
                continue;
            }
            var words = line.ToString().Split(' ', 4);
            if (words.Length < 3 || words[1] is not ("HELP" or "TYPE" or "UNIT")) continue;
            family = Family(words[2]);
            family.Describe(words[1], line.ToString());
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var family in _order.Select(name => _families[name]))
        {
            if (family.Samples.Count == 0) continue;
            foreach (var comment in family.Comments.Values) text.Append(comment).Append('\n');
            foreach (var sample in family.Samples) text.Append(sample).Append('\n');
        }
        return text.ToString();
    }

    private MetricFamily Family(string name)
    {
        if (_families.TryGetValue(name, out var family)) return family;
        _order.Add(name);
        return _families[name] = new MetricFamily();
    }

    private static string Labelled(string service, ReadOnlySpan<char> sample)
    {
        var end = sample.IndexOfAny('{', ' ');
        if (end < 0) return sample.ToString();
        return sample[end] == '{'
            ? sample[end + 1] == '}'
                ? $"{sample[..end]}{{service=\"{service}\"{sample[(end + 1)..]}"
                : $"{sample[..end]}{{service=\"{service}\",{sample[(end + 1)..]}"
            : $"{sample[..end]}{{service=\"{service}\"}}{sample[end..]}";
    }
}
