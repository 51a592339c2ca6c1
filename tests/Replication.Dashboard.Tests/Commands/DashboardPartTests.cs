using System.Net;
using Microsoft.Extensions.Logging;
using Replication.Agent.Dashboard;
using Replication.Agent.Service;
using Replication.Core.Errors;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Commands;

/// <summary>The dashboard as the agent serves it.</summary>
public class DashboardPartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_is_served_while_it_is_enabled()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => seed.AddSites());
        var folder = new DashboardFolder(lab.WorkspaceFolder);
        var log = new ListeningLog();
        using var stop = new CancellationTokenSource();
        var context = new AgentContext(lab.Workspace, lab.Service, TimeProvider.System, log);
        Task running = new DashboardPart().RunAsync(context, stop.Token);

        folder.Enable(new DashboardSettings { Listen = ["http://127.0.0.1:0"] });
        Uri address = await log.Addresses.Task.WaitAsync(Patience);
        using (HttpResponseMessage answer = await lab.Client.GetAsync(address)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        Assert.True(folder.Disable());
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            for (int tries = 0; tries < 600; tries++)
            {
                using (await lab.Client.GetAsync(address)) await Task.Delay(100);
            }
        });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_refused()
    {
        await using var lab = new DashboardLab();
        await lab.OpenAsync(seed => seed.AddSites());
        Directory.CreateDirectory(Path.Combine(lab.WorkspaceFolder, "dashboard"));
        await File.WriteAllTextAsync(Path.Combine(lab.WorkspaceFolder, "dashboard", "settings.json"), "{\"listen\":[]}");
        var context = new AgentContext(lab.Workspace, lab.Service, TimeProvider.System, new ListeningLog());
        ReplicationException refused = await Assert.ThrowsAsync<ReplicationException>(() => new DashboardPart().RunAsync(context, CancellationToken.None));
        Assert.Equal("DashboardSettingsInvalid", refused.ErrorId);
    }

    /// <summary>The part says in the host's log where it listens.</summary>
    private sealed class ListeningLog : ILoggerFactory, ILogger
    {
        public TaskCompletionSource<Uri> Addresses { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void AddProvider(ILoggerProvider provider)
        {
            // It is its own.
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string line = formatter(state, exception);
            if (line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is { } address) Addresses.TrySetResult(new Uri(address.TrimEnd('.')));
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
