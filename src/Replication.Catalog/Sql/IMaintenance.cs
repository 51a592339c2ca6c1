using System.Data.Common;

namespace Replication.Catalog.Sql;

/// <summary>What a database wants done now and then by whoever writes to it. Called by the holder of the writer's turn; never fails.</summary>
internal interface IMaintenance : IAsyncDisposable
{
    Task AfterCommitAsync(DbConnection writer, int changes);

    Task BeforeCloseAsync();
}
