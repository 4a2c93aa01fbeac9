namespace ScfAspire.Contracts.Link;

/// <summary>LOAD_FAILED and FAILURE.</summary>
/// <param name="StatusCode">430 or 437 of the SCF interface.</param>
/// <param name="ErrorMessage">One line.</param>
/// <param name="StackTrace">Empty when there is none.</param>
public sealed record RuntimeFailure(int StatusCode, string ErrorMessage, string StackTrace = "");
