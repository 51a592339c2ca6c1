using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Replication.Agent.Dashboard.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Dashboard.Live;

/// <summary>
/// Server-sent events for one page: "changed" when it should be read again, "progress" for the jobs that run, and a comment now and then so
/// that nothing in between takes the connection for dead. A page that comes back says what it has seen last.
/// </summary>
internal sealed partial class LiveAnswer : IAnswer
{
    private const int RetrySeconds = 30;
    private const int ReconnectMilliseconds = 2000;

    public static Task<IAnswer> FollowAsync(DashboardRequest request) => Task.FromResult<IAnswer>(new LiveAnswer());

    public async Task WriteAsync(DashboardRequest request)
    {
        HttpResponse response = request.Http.Response;
        LiveFeed feed = request.Parts.Live;
        if (!feed.TryEnter())
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = $"{RetrySeconds}";
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(request.Stop, feed.Stopping);
        try
        {
            response.ContentType = "text/event-stream; charset=utf-8";
            // Proxies that collect answers would hold events back.
            response.Headers["X-Accel-Buffering"] = "no";
            await FollowAsync(request, feed, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, or the dashboard ends.
        }
        finally
        {
            feed.Exit();
        }
    }

    private static async Task FollowAsync(DashboardRequest request, LiveFeed feed, CancellationToken stop)
    {
        DashboardOptions options = request.Parts.Options;
        string? seen = request.Http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : request.Query("since");
        string? progress = null;
        long written = options.Time.GetTimestamp();
        await WriteAsync(request, $"retry: {ReconnectMilliseconds}\n\n", stop);
        while (!options.NeedsSignInToRead || request.Parts.Sessions.Find(SessionCookie.Read(request.Http.Request), isUse: false) is not null)
        {
            string events = "";
            try
            {
                LiveState state = await feed.ReadAsync(stop);
                if (state.Version != seen) events = $"id: {state.Version}\nevent: changed\ndata: {state.Version}\n\n";
                string jobs = JsonSerializer.Serialize(state.Jobs, JsonSerializerOptions.Web);
                if (jobs != (progress ?? "[]")) events += $"event: progress\ndata: {jobs}\n\n";
                (seen, progress) = (state.Version, jobs);
            }
            catch (ReplicationException error)
            {
                // A database that is away for a while: the page stays as it is, and the connection as well.
                LogTrouble(options.Logger, error);
            }

            if (events.Length == 0 && options.Time.GetElapsedTime(written) >= options.Limits.Heartbeat) events = ": nothing new\n\n";
            if (events.Length > 0)
            {
                await WriteAsync(request, events, stop);
                written = options.Time.GetTimestamp();
            }

            await Task.Delay(options.Limits.LiveInterval, options.Time, stop);
        }
    }

    private static async Task WriteAsync(DashboardRequest request, string text, CancellationToken stop)
    {
        await request.Http.Response.WriteAsync(text, stop);
        await request.Http.Response.Body.FlushAsync(stop);
    }

    [LoggerMessage(2, LogLevel.Warning, "What is going on could not be read.")]
    private static partial void LogTrouble(ILogger logger, Exception error);
}
