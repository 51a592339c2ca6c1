using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Replication.Catalog.Sql;
using Replication.Core.Jobs;

namespace Replication.Catalog.Postgres;

/// <summary>
/// That a process is there, for the others that share a catalog: an advisory lock of the server under the process's name, on a
/// connection of its own. It goes with the process, its machine or its network, without anybody's clock; and the process notices
/// earlier than the server does.
/// </summary>
public sealed class AgentPresence : IAsyncDisposable
{
    // The process looks every 2 s and waits 5 s for an answer; the server gives a silent client 25 s (PostgresAddress).
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private const int AnswerSeconds = 5;

    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    private readonly string _schema;

    private AgentPresence(NpgsqlConnection connection, string schema, TimeProvider time)
    {
        _connection = connection;
        _schema = schema;
        _time = time;
        _watching = WatchAsync();
    }

    /// <summary>Cancelled when the server does not answer any more: others will soon take this process for dead.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <exception cref="Core.Errors.CatalogException">CatalogUnreachable, and what else opening a catalog refuses.</exception>
    public static async Task<AgentPresence> BeginAsync(
        PostgresAddress address, string name, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var connection = new NpgsqlConnection(address.ConnectionString(readOnly: false));
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using DbCommand where = connection.Command("SELECT current_schema()");
            string schema = await where.ExecuteScalarAsync(cancellationToken) as string ?? "";
            await using DbCommand command = connection.Command("SELECT pg_advisory_lock(@key)", ("@key", Key(schema, name)));
            await command.ExecuteNonQueryAsync(cancellationToken);
            // A lock has a number alone: by this name others find it in the list of those that are there.
            await using DbCommand call = connection.Command("SELECT set_config('application_name', @name, false)", ("@name", name));
            await call.ExecuteNonQueryAsync(cancellationToken);
            return new AgentPresence(connection, schema, time);
        }
        catch (DbException error)
        {
            await connection.DisposeAsync();
            throw CatalogErrors.FromDatabase(new PostgresDialect(address, readOnly: false), error);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Those that are there, in the order in which they came. Names of more than 63 bytes, and those of processes of another user of the database
    /// whose activity this one may not see, are not told by the server.
    /// </summary>
    /// <exception cref="Core.Errors.CatalogException">CatalogUnreachable, and what else opening a catalog refuses.</exception>
    public static async Task<IReadOnlyList<PresentAgent>> ListAsync(PostgresAddress address, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = new NpgsqlConnection(address.ConnectionString(readOnly: true));
            await connection.OpenAsync(cancellationToken);
            await using DbCommand command = connection.Command(
                "SELECT activity.application_name, activity.backend_start, locks.classid::bigint, locks.objid::bigint, current_schema() "
                + "FROM pg_locks locks JOIN pg_stat_activity activity ON activity.pid = locks.pid "
                + "WHERE locks.locktype = 'advisory' AND locks.granted AND locks.objsubid = 1 AND activity.application_name IS NOT NULL "
                + "AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY activity.backend_start");
            var agents = new List<PresentAgent>();
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                string name = reader.GetString(0);
                // Locks of other catalogs, and whatever else holds one, have another number.
                if (Key(reader.GetString(4), name) == ((reader.GetInt64(2) << 32) | reader.GetInt64(3))) agents.Add(new PresentAgent(name, reader.GetFieldValue<DateTimeOffset>(1)));
            }

            return agents;
        }
        catch (DbException error)
        {
            throw CatalogErrors.FromDatabase(new PostgresDialect(address, readOnly: true), error);
        }
    }

    /// <summary>Whether a process is there that calls itself so. When that cannot be asked, it is: nothing is taken from it.</summary>
    public async Task<bool> IsPresentAsync(string name, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            long key = Key(_schema, name);
            await using DbCommand command = _connection.Command(
                "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
                + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND classid = @high AND objid = @low)",
                ("@high", (long)(uint)(key >> 32)), ("@low", (long)(uint)key));
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        }
        catch (Exception error) when (IsBroken(error))
        {
            await _lost.CancelAsync();
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        await _connection.DisposeAsync();
        _turn.Dispose();
        _end.Dispose();
        _lost.Dispose();
    }

    /// <summary>The names of one catalog (a schema of a database) are its own.</summary>
    private static long Key(string schema, string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{schema}\0{name}")));

    /// <summary>Npgsql says InvalidOperationException of a connection that it has found broken before.</summary>
    private static bool IsBroken(Exception error) => error is DbException or InvalidOperationException;

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Pause, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await _turn.WaitAsync(_end.Token);
                try
                {
                    await using DbCommand command = _connection.Command("SELECT 1");
                    command.CommandTimeout = AnswerSeconds;
                    await command.ExecuteScalarAsync(_end.Token);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Given up by its owner.
        }
        catch (Exception error) when (IsBroken(error))
        {
            await _lost.CancelAsync();
        }
    }
}
