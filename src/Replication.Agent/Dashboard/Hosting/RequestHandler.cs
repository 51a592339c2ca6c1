using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Pages;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Errors;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>What every request goes through: headers, host, route, who asks, and errors as pages.</summary>
internal sealed partial class RequestHandler(DashboardParts parts, IReadOnlyList<Route> routes)
{
    /// <summary>On what a live page fetches by itself: it does not keep a person signed in.</summary>
    private const string RefreshHeader = "X-Refresh";

    private static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>();

    public async Task HandleAsync(HttpContext context)
    {
        SecurityHeaders.Add(context.Response);
        var nobody = new DashboardRequest(context, parts, session: null, NoValues);
        try
        {
            await HandleAsync(context, nobody);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads on.
        }
        catch (BadHttpRequestException bad)
        {
            await FailAsync(nobody, bad.StatusCode, "The request was not understood.", null);
        }
        catch (ReplicationException error) when (!parts.Options.IsExposed)
        {
            // It names paths and addresses, which are for whoever is at this machine.
            await FailAsync(nobody, StatusCodes.Status500InternalServerError, error.Message, error.ErrorId);
        }
        catch (Exception error)
        {
            LogFailed(parts.Options.Logger, context.Request.Method, context.Request.Path, error);
            await FailAsync(nobody, StatusCodes.Status500InternalServerError, "This page could not be made. The log says why.", null);
        }
    }

    private async Task HandleAsync(HttpContext context, DashboardRequest nobody)
    {
        if (!parts.Hosts.Allows(context.Request.Host))
        {
            await FailAsync(nobody, StatusCodes.Status421MisdirectedRequest, "This dashboard is not known by that name. Give --host-name if it should be.", null);
            return;
        }

        bool post = HttpMethods.IsPost(context.Request.Method);
        if (!post && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD, POST";
            await FailAsync(nobody, StatusCodes.Status405MethodNotAllowed, "Pages are read and forms are sent; there is nothing else.", null);
            return;
        }

        if (Find(context.Request, post) is not { } found)
        {
            await FailAsync(nobody, StatusCodes.Status404NotFound, "There is no such page.", null);
            return;
        }

        Session? session = parts.Sessions.Find(SessionCookie.Read(context.Request), isUse: !found.Route.IsBackground && !context.Request.Headers.ContainsKey(RefreshHeader));
        var request = new DashboardRequest(context, parts, session, found.Values);
        if (post)
        {
            LimitBody(context);
            if (!HostGuard.IsSameOrigin(context.Request))
            {
                await FailAsync(request, StatusCodes.Status403Forbidden, "The form does not come from a page of this dashboard.", null);
                return;
            }
        }

        IAnswer answer = Refuse(found.Route, request) ?? await found.Route.Answer(request);
        await answer.WriteAsync(request);
    }

    /// <summary>Null when the route may be asked for.</summary>
    private IAnswer? Refuse(Route route, DashboardRequest request)
    {
        bool signIn = route.Access switch
        {
            Access.Readers => parts.Options.NeedsSignInToRead && request.Session is null,
            Access.Operators => request.Session is null,
            _ => false,
        };
        if (signIn)
        {
            // What a page fetches by itself is not led to a form.
            if (route.IsBackground) return ErrorPage.Of(StatusCodes.Status401Unauthorized, "Sign in first.", null);
            string back = HttpMethods.IsPost(route.Method) ? Paths.Overview : request.Address;
            return new RedirectAnswer(Paths.With(Paths.SignIn, ("return", back)));
        }

        return route.Access == Access.Operators && !request.MayAct
            ? ErrorPage.Of(StatusCodes.Status403Forbidden, $"{request.Session!.User.Name} may look, and not act.", null)
            : null;
    }

    private (Route Route, IReadOnlyDictionary<string, string> Values)? Find(HttpRequest request, bool post)
    {
        string[] path = Route.Split(request.Path.Value ?? "");
        foreach (Route route in routes)
        {
            if (HttpMethods.IsPost(route.Method) == post && route.Match(path) is { } values) return (route, values);
        }

        return null;
    }

    private void LimitBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = parts.Options.Limits.MaxBodyLength;
    }

    private static async Task FailAsync(DashboardRequest request, int status, string text, string? errorId)
    {
        if (request.Http.Response.HasStarted) request.Http.Abort();
        else await ErrorPage.Of(status, text, errorId).WriteAsync(request);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void LogFailed(ILogger logger, string method, string path, Exception error);
}
