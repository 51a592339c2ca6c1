using System.Data.Common;

namespace Replication.Catalog.Sql;

internal static class DbConnectionExtensions
{
    /// <summary>A command with its parameters. Null values become database nulls.</summary>
    public static DbCommand Command(
        this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static async Task ExecuteAsync(this DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using DbCommand command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
