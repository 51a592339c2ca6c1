using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Server.Hosting;
using Replication.Runtime;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Dashboard;

/// <summary>The dashboard of a workspace while it is served.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    private readonly DashboardServer _server;
    private readonly X509Certificate2? _certificate;

    private RunningDashboard(DashboardServer server, X509Certificate2? certificate) => (_server, _certificate) = (server, certificate);

    public IReadOnlyList<Uri> Addresses => _server.Addresses;

    public static async Task<RunningDashboard> StartAsync(
        Workspace workspace, DashboardSettings settings, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var host = new WorkspaceHost(workspace.Folder);
        X509Certificate2? certificate = settings.Certificate is { } path
            ? ServerCertificate.Load(path, settings.CertificateKey, Environment.GetEnvironmentVariable(ServerCertificate.PasswordVariable))
            : null;
        try
        {
            var options = new DashboardOptions
            {
                Listen = [.. settings.Listen.Select(ListenAddress.Parse)],
                Certificate = certificate,
                AllowPlainHttp = settings.AllowPlainHttp,
                OpenToReaders = settings.OpenToReaders,
                HostNames = settings.HostNames,
                Users = new DashboardFolder(workspace.Folder).Users,
                Service = workspace.Service,
                Submit = host.SubmitAsync,
                FindHost = host.PingAsync,
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
