using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Payloads;

namespace Replication.Agent.Server.Hosting;

/// <summary>What every request goes through: limits, authentication, region, service, and errors in the caller's words.</summary>
internal sealed class RequestPipeline
{
    private readonly ServerOptions _options;
    private readonly Dictionary<string, IServerEndpoints> _services;
    private readonly SignatureVerifier _verifier;
    private readonly RequestCounter _running;
    private readonly IAdmission _admission;

    public RequestPipeline(ServerOptions options)
    {
        _options = options;
        _services = options.Endpoints.ToDictionary(endpoints => endpoints.Service, StringComparer.Ordinal);
        _verifier = new SignatureVerifier(options.AccessKeys, options.TimeProvider);
        _running = new RequestCounter(options.Limits.MaxConcurrentRequests);
        _admission = options.Admission ?? new OpenAdmission(options.Regions);
    }

    /// <summary>Completes when no request is in the hands of a service any more.</summary>
    public Task DrainAsync() => _running.DrainAsync();

    public async Task InvokeAsync(HttpContext context)
    {
        string requestId = Guid.NewGuid().ToString("D");
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        context.Response.Headers["x-amz-request-id"] = requestId;
        if (context.Request.Path == "/health")
        {
            await context.Response.WriteAsync("ok\n");
            return;
        }

        IErrorFormat errors = ErrorFormats.Guess(context.Request);
        bool entered = _running.TryEnter();
        try
        {
            if (!entered) throw new ServerException(ServerFailure.Busy, "The server is at its limit of concurrent requests; try again.");
            string? service = _admission.ServiceByConnection(context.Request);
            AuthorizationHeader? authorization = service is null ? AuthorizationHeader.Parse(context.Request) : null;
            IServerEndpoints endpoints = ServiceOf(service ?? authorization!.Scope.Service);
            errors = endpoints.Errors;
            var body = new MeteredBody(context.Request.Body);
            context.Request.Body = body;
            (ServerCaller caller, RequestPayload payload) = await AdmitAsync(context, authorization, endpoints);
            await using Stream content = payload.Content;
            body.Traffic = caller.Traffic;
            await HandleAsync(new ServerRequest(context, caller, endpoints.Service, payload, requestId, _options.Faults, _options.TimeProvider), endpoints);
        }
        catch (DroppedConnectionException)
        {
            context.Abort();
        }
        catch (Exception error)
        {
            ServiceError? refusal = Translate(error, errors, context, requestId);
            if (refusal is not null) _admission.NoteRefusal(context, refusal);
            await FailAsync(context, errors, refusal, requestId);
        }
        finally
        {
            if (entered) _running.Exit();
        }
    }

    private static async Task FailAsync(HttpContext context, IErrorFormat errors, ServiceError? error, string requestId)
    {
        if (error is null || context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        // A client that waits for "100 Continue" does not send the body now, and may take the connection for its next request.
        if (context.Request.Headers.Expect.Count > 0) context.Response.Headers.Connection = "close";
        context.Response.ContentLength = null;
        await errors.WriteAsync(context, error, requestId);
    }

    private IServerEndpoints ServiceOf(string name) =>
        _services.GetValueOrDefault(name) ?? throw new ServerException(ServerFailure.UnknownService, $"This server has no service '{name}'.");

    /// <summary>By signature, which is verified before anything is decided about its key, or by the connection where there is none.</summary>
    private async Task<(ServerCaller Caller, RequestPayload Payload)> AdmitAsync(HttpContext context, AuthorizationHeader? authorization, IServerEndpoints endpoints)
    {
        if (authorization is null)
        {
            ServerCaller known = await _admission.AdmitConnectionAsync(context);
            LimitBody(context, endpoints.MaxBodyLength);
            HttpRequest request = context.Request;
            return (known, new RequestPayload(request.Body, request.Body, request.ContentLength, endpoints.MaxBodyLength, null));
        }

        (AccessKey key, SigningKey signing) = _verifier.Identify(context.Request, authorization);
        LimitBody(context, endpoints.MaxBodyLength);
        RequestPayload payload = await PayloadReader.OpenAsync(context.Request, authorization, signing, endpoints, context.RequestAborted);
        return (await _admission.AdmitKeyAsync(context, key, authorization.Scope.Region), payload);
    }

    private static async Task HandleAsync(ServerRequest request, IServerEndpoints endpoints)
    {
        if (request.Caller.Traffic is not { } traffic)
        {
            await endpoints.HandleAsync(request);
        }
        else
        {
            if (!traffic.TryEnter()) throw new ServerException(ServerFailure.Busy, $"{request.Caller.Name} is at its limit of concurrent requests; try again.");
            try
            {
                request.Http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new MeteredAnswer(request.Http.Response.Body, traffic)));
                await endpoints.HandleAsync(request);
            }
            finally
            {
                traffic.Exit();
            }
        }

        if (request.DropsAfterwards) request.Http.Abort();
    }

    private static void LimitBody(HttpContext context, long maximum)
    {
        if (context.Request.ContentLength > maximum) throw new ServerException(ServerFailure.BodyTooLarge, $"The body is longer than {maximum} bytes.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = maximum;
    }

    /// <summary>Null when there is nobody left to answer.</summary>
    private ServiceError? Translate(Exception error, IErrorFormat errors, HttpContext context, string requestId)
    {
        switch (error)
        {
            case ServiceException known: return known.Error;
            case ServerException refused: return errors.Describe(refused.Failure, refused.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }: return errors.Describe(ServerFailure.BodyTooLarge, "The body is too long.");
            case BadHttpRequestException bad: return errors.Describe(ServerFailure.MalformedRequest, bad.Message);
            case OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested: return null;
            default:
                ServerLog.RequestFailed(_options.Logger, requestId, context.Request.Method, context.Request.Path, error);
                return errors.Describe(ServerFailure.Internal, $"The server failed; its log has the details under request {requestId}.");
        }
    }
}
