using Npgsql;
using Replication.Catalog.Postgres;
using Replication.Catalog.Schema;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Postgres;

/// <summary>A schema of its own for every test, in the database of the assembly's server.</summary>
public sealed class PostgresPlace(PostgresServer server) : CatalogPlace
{
    private readonly string _schema = $"t{Guid.NewGuid():N}";

    public PostgresAddress Address => PostgresAddress.Parse($"{server.ConnectionString};Search Path={_schema}");

    public override async Task PrepareAsync()
    {
        await server.StartAsync();
        Run(server.ConnectionString, $"CREATE SCHEMA {_schema}");
    }

    internal override async Task<ICatalog> OpenAsync(IReadOnlyList<Migration> migrations, CatalogOptions options) =>
        await PostgresCatalog.OpenAsync(Address, options, migrations, CancellationToken.None);

    public override object? Sql(string sql) => Run($"{server.ConnectionString};Search Path={_schema}", sql);

    public override ValueTask DisposeAsync()
    {
        if (server.IsRunning) Run(server.ConnectionString, $"DROP SCHEMA IF EXISTS {_schema} CASCADE");
        return ValueTask.CompletedTask;
    }

    private static object? Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
