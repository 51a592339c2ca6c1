using Microsoft.AspNetCore.Http;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Pages;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>A page within the frame that all pages have.</summary>
/// <param name="Title">Of the browser's tab.</param>
/// <param name="Section">Entry of the navigation that is the current one; null for none.</param>
/// <param name="Body">Content of the page, from its heading on.</param>
internal sealed record PageAnswer(string Title, string? Section, Html Body) : IAnswer
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether it follows what happens; a page with a form must not be reloaded under its reader.</summary>
    public bool IsLive { get; init; }

    public Task WriteAsync(DashboardRequest request)
    {
        HttpResponse response = request.Http.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(Frame.Render(request, this).ToString(), request.Stop);
    }
}
