using Microsoft.Extensions.Logging;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Server.Hosting;
using Replication.Core.Replicas.Certificates;
using Replication.Runtime;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Dashboard;

/// <summary>The dashboard of a workspace while it is served.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    private readonly DashboardServer _server;
    private readonly OwnCertificate? _certificate;

    private RunningDashboard(DashboardServer server, OwnCertificate? certificate) => (_server, _certificate) = (server, certificate);

    public IReadOnlyList<Uri> Addresses => _server.Addresses;

    public static async Task<RunningDashboard> StartAsync(
        Workspace workspace, DashboardSettings settings, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var host = new WorkspaceHost(workspace.Folder);
        OwnCertificate? certificate = settings.Certificate is { } path
            ? OwnCertificate.Load(path, settings.CertificateKey, Environment.GetEnvironmentVariable(OwnCertificate.PasswordVariable))
            : null;
        try
        {
            var options = new DashboardOptions
            {
                Listen = [.. settings.Listen.Select(ListenAddress.Parse)],
                Certificate = certificate?.Certificate,
                AllowPlainHttp = settings.AllowPlainHttp,
                OpenToReaders = settings.OpenToReaders,
                HostNames = settings.HostNames,
                Users = new DashboardFolder(workspace.Folder).Users,
                Service = workspace.Service,
                Submit = host.SubmitAsync,
                FindHost = host.PingAsync,
                FindAgents = workspace.AgentsAsync,
                Time = time,
                Logger = logger,
            };
            return new RunningDashboard(await DashboardServer.StartAsync(options, cancellationToken), certificate);
        }
        catch
        {
            certificate?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate?.Dispose();
    }
}
