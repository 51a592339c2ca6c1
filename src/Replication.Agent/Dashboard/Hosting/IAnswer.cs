namespace Replication.Agent.Dashboard.Hosting;

/// <summary>What a request is answered with.</summary>
internal interface IAnswer
{
    Task WriteAsync(DashboardRequest request);
}
