using System.Globalization;
using System.Text;

namespace ScfAspire.Bench.Load;

/// <summary>The bodies that are sent, all different, and the answer to each as this program works it out itself.</summary>
internal sealed class OrderSet
{
    /// <summary>Number of different bodies.</summary>
    public const int Size = 512;

    private OrderSet(IReadOnlyList<Exchange> exchanges, string file)
    {
        Exchanges = exchanges;
        File = file;
    }

    public IReadOnlyList<Exchange> Exchanges { get; }

    /// <summary>The same for wrk: bodies and answers in alternating lines.</summary>
    public string File { get; }

    /// <summary>Bytes of a body, on average.</summary>
    public int AverageBodyBytes => Exchanges.Sum(exchange => exchange.Body.Length) / Exchanges.Count;

    /// <summary>Makes the set, which is the same in every run, and writes it to <paramref name="folder"/>.</summary>
    public static OrderSet WriteTo(string folder)
    {
        var random = new Random(20_260_101);
        var exchanges = Enumerable.Range(0, Size).Select(id => Make(id, random)).ToList();
        var file = Path.Combine(folder, "orders.txt");
        System.IO.File.WriteAllLines(file, exchanges.SelectMany(exchange => new[] { Encoding.UTF8.GetString(exchange.Body), Encoding.UTF8.GetString(exchange.Answer) }));
        return new OrderSet(exchanges, file);
    }

    private static Exchange Make(int id, Random random)
    {
        var customer = string.Create(CultureInfo.InvariantCulture, $"customer-{random.Next(100_000):00000}");
        var lines = Enumerable.Range(0, random.Next(1, 6)).Select(_ => (Sku: random.Next(1_000_000), Quantity: random.Next(1, 20), Price: random.Next(100, 100_000))).ToList();
        var listed = string.Join(',', lines.Select(line => string.Create(CultureInfo.InvariantCulture, $$"""{"sku":"{{line.Sku:x6}}","quantity":{{line.Quantity}},"price":{{line.Price}}}""")));
        var (units, total) = (lines.Sum(line => line.Quantity), lines.Sum(line => line.Quantity * line.Price));
        return new Exchange(
            Encoding.UTF8.GetBytes($$"""{"id":{{id}},"customer":"{{customer}}","lines":[{{listed}}]}"""),
            Encoding.UTF8.GetBytes($$"""{"id":{{id}},"customer":"{{customer}}","lines":{{lines.Count}},"units":{{units}},"total":{{total}}}"""));
    }
}
