using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using ScfAspire.Api.Installation;
using ScfAspire.Api.Scf.Actions;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Invocations;

namespace ScfAspire.Api.Scf;

/// <summary>
/// The SCF-compatible endpoint: <c>POST /</c> and <c>GET /</c>. Errors travel in HTTP 200 as well, because clients drop the body of any other status.
/// </summary>
public sealed partial class ScfEndpoint(ScfCallReader reader, ActionTable actions, ActionAdmission admission, InstallationOptions installation, TimeProvider time, ILogger<ScfEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        // The same process serves other ports, which have nothing at this path.
        if (context.Connection.LocalPort != installation.HttpPort)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = BodyLimits.Drain;
        var requestId = RequestIds.Next(time.GetUtcNow());
        ScfResponse response;
        try
        {
            response = await RunAsync(context, requestId);
        }
        catch (ScfException e)
        {
            response = new ScfErrorResponse(e.Code, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            var code = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? ScfErrorCode.InvalidParameterRequestTooLarge : ScfErrorCode.InvalidParameterPayload;
            response = new ScfErrorResponse(code, $"The body could not be read: {e.Message}");
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            LogFailed(e, requestId);
            response = new ScfErrorResponse(ScfErrorCode.InternalError, $"An internal error occurred; the log has it under {requestId}.");
        }

        response.RequestId = requestId.ToString();
        await context.Response.WriteAsJsonAsync(new ScfEnvelope(response), ScfJson.Response, "application/json", context.RequestAborted);
    }

    private async Task<ScfResponse> RunAsync(HttpContext context, Guid requestId)
    {
        var call = await reader.ReadAsync(context.Request, requestId, context.RequestAborted);
        Activity.Current?.SetTag("scf.action", call.Action);
        return await actions.Require(call.Action).RunAsync(call, admission, context.RequestAborted);
    }
}
