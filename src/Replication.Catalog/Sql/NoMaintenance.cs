using System.Data.Common;

namespace Replication.Catalog.Sql;

/// <summary>For a server that looks after itself.</summary>
internal sealed class NoMaintenance : IMaintenance
{
    public Task AfterCommitAsync(DbConnection writer, int changes) => Task.CompletedTask;

    public Task BeforeCloseAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
