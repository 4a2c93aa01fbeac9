namespace ScfAspire.Core.Errors;

/// <summary>A request that the SCF interface answers with an error: a code of <see cref="ScfErrorCode"/> and a text for the caller.</summary>
public sealed class ScfException : Exception
{
    public ScfException(string code, string message)
        : base(message) => Code = code;

    public ScfException(string code, string message, Exception innerException)
        : base(message, innerException) => Code = code;

    /// <summary><c>Category</c> or <c>Category.Detail</c>, see <see cref="ScfErrorCode"/>.</summary>
    public string Code { get; }

    /// <summary>The code's part before the first dot, e.g. <c>ResourceNotFound</c>.</summary>
    public string Category => Code.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? Code[..dot] : Code;
}
