using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Core.Jobs;

namespace Replication.Runtime;

public sealed record WorkspaceOptions
{
    public string Folder { get; init; } = WorkspaceFolder.Default;

    /// <summary>Address of a catalog on PostgreSQL; null for what the environment or the workspace says.</summary>
    public string? Catalog { get; init; } = Environment.GetEnvironmentVariable(WorkspaceCatalog.EnvironmentVariable);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Detached jobs that a host runs at once.</summary>
    public int JobLimit { get; init; } = DetachedJobs.DefaultLimit;

    /// <summary>Pool of the catalog's whose jobs a host runs as well; null for none.</summary>
    public string? Pool { get; init; }

    public IJobObserver? Observer { get; init; }
}
