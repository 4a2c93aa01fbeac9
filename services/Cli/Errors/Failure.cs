using Grpc.Core;
using ScfAspire.Cli.Manifests;
using ScfAspire.Client;
using ScfAspire.Client.Packages;

namespace ScfAspire.Cli.Errors;

/// <summary>An error in the words of the command line.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do about it, if anything.</param>
/// <param name="Code">Error code of the SCF interface, or empty.</param>
public sealed record Failure(int ExitCode, string Message, string? Fix, string Code = "")
{
    /// <summary>The failure for an exception; null for one that nobody expected.</summary>
    public static Failure? From(Exception exception, string endpoint) => exception switch
    {
        CliException e => new(e.ExitCode, e.Message, e.Fix),
        ManifestException e => new(Cli.ExitCode.Usage, e.Message, e.Fix),
        PackageException e => new(Cli.ExitCode.Usage, e.Message, null),
        ScfDeploymentException e => new(Cli.ExitCode.FunctionFailed, e.Message, null),
        ScfApiException e => FromApi(e, endpoint),
        OperationCanceledException => new(Cli.ExitCode.Interrupted, "interrupted", null),
        IOException or UnauthorizedAccessException => new(Cli.ExitCode.Usage, exception.Message, null),
        _ => null,
    };

    private static Failure FromApi(ScfApiException exception, string endpoint)
    {
        var message = exception.Message;
        foreach (var violation in exception.Violations)
            if (!message.Contains(violation.Description, StringComparison.Ordinal)) message += $"\n  {violation.Field}: {violation.Description}";
        return exception.StatusCode switch
        {
            StatusCode.NotFound => new(Cli.ExitCode.NotFound, message, NotFoundFix(exception.Code), exception.Code),
            StatusCode.Unauthenticated => new(
                Cli.ExitCode.Authentication, message, "Check the credential with 'scf config', or set SCF_SECRET_ID and SCF_SECRET_KEY.", exception.Code),
            StatusCode.PermissionDenied => new(Cli.ExitCode.Authentication, message, "Ask the platform team for the permission, or use another profile.", exception.Code),
            StatusCode.Unavailable => new(
                Cli.ExitCode.Unavailable, $"The platform at {endpoint} cannot be reached: {message}", "Is it running? Start it with ./run, or point to another with 'scf config set endpoint URL'."),
            StatusCode.ResourceExhausted when exception.Code.StartsWith("LimitExceeded", StringComparison.Ordinal) => new(Cli.ExitCode.Refused, message, "Delete what is not needed any more, or ask the platform team for a higher limit.", exception.Code),
            StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted => new(Cli.ExitCode.Unavailable, message, "Try again in a moment.", exception.Code),
            StatusCode.InvalidArgument or StatusCode.OutOfRange => new(Cli.ExitCode.Usage, message, InvalidFix(exception.Code), exception.Code),
            StatusCode.AlreadyExists => new(Cli.ExitCode.Refused, message, "Choose another name, or delete the existing one.", exception.Code),
            StatusCode.FailedPrecondition or StatusCode.Aborted => new(Cli.ExitCode.Refused, message, null, exception.Code),
            StatusCode.Unimplemented => new(Cli.ExitCode.Refused, message, "The platform is of another version than this program, or the endpoint is not its gRPC port.", exception.Code),
            _ => new(Cli.ExitCode.Internal, message, null, exception.Code),
        };
    }

    private static string? InvalidFix(string code) =>
        code == "InvalidParameterValue.FunctionType" ? "A web function takes --http 'GET /path', an event function --event JSON." : null;

    private static string? NotFoundFix(string code) => code switch
    {
        "ResourceNotFound.Function" or "ResourceNotFound.FunctionName" => "See what there is with 'scf list', or name its namespace with --namespace.",
        "ResourceNotFound.Namespace" => "See what there is with 'scf namespace list', or create it with 'scf namespace create'.",
        "ResourceNotFound.Alias" => "See what there is with 'scf alias list FUNCTION'.",
        "ResourceNotFound.Qualifier" or "ResourceNotFound.Version" or "ResourceNotFound.FunctionVersion" => "See what there is with 'scf version list FUNCTION' and 'scf alias list FUNCTION'.",
        _ => null,
    };
}
