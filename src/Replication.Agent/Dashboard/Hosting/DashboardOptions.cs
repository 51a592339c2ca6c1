using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>Everything a dashboard is made of; it reads no configuration of its own.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Addresses such as http://127.0.0.1:9680; port 0 lets the system choose.</summary>
    public required IReadOnlyList<Uri> Listen { get; init; }

    /// <summary>With private key; needed by https addresses. Not disposed of by the dashboard.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Let passwords and cookies travel unencrypted where others can reach the page, because something in between encrypts.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Show everything to whoever can reach the page, without a sign-in, where it is reached from other machines.</summary>
    public bool OpenToReaders { get; init; }

    /// <summary>Names that the page is reached by, beside those of the certificate and of this machine.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    public required UserFile Users { get; init; }

    public required ReplicationService Service { get; init; }

    /// <summary>Hands a job to the workspace's host, in the name of the service's actor.</summary>
    public required Func<ReplicationService, JobRequest, CancellationToken, Task<ReplicationJob>> Submit { get; init; }

    /// <summary>The workspace's host; null where there is none.</summary>
    public required Func<CancellationToken, Task<HostStatus?>> FindHost { get; init; }

    /// <summary>All processes that run jobs of a shared catalog; null for a catalog of the workspace's own.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<PresentAgent>?>> FindAgents { get; init; } = _ => Task.FromResult<IReadOnlyList<PresentAgent>?>(null);

    public DashboardLimits Limits { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Whether the page can be reached from other machines.</summary>
    public bool IsExposed => Listen.Any(address => !DashboardListen.IsLoopback(address));

    /// <summary>On this machine alone everybody may look, as everybody may at its processes.</summary>
    public bool NeedsSignInToRead => IsExposed && !OpenToReaders;
}
