using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with endpoints in it, evaluated when the application starts.</summary>
public sealed class ReferenceExpression
{
    private readonly Func<string>[] _parts;

    private ReferenceExpression(Func<string>[] parts) => _parts = parts;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => new([.. handler.Parts]);

    internal string Evaluate() => string.Concat(_parts.Select(part => part()));

    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        internal List<Func<string>> Parts { get; } = new((literalLength > 0 ? 1 : 0) + (2 * formattedCount));

        public void AppendLiteral(string value) => Parts.Add(() => value);

        public void AppendFormatted(string? value) => Parts.Add(() => value ?? "");

        public void AppendFormatted(EndpointReference valueProvider) => Parts.Add(() => valueProvider.Url);
    }
}
