using Microsoft.AspNetCore.Http;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>Leads to another page of this site, which is then read with GET.</summary>
internal sealed record RedirectAnswer(string Path) : IAnswer
{
    public Task WriteAsync(DashboardRequest request)
    {
        request.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        request.Http.Response.Headers.Location = Path;
        return Task.CompletedTask;
    }
}
