using Npgsql;
using Replication.Core.Errors;

namespace Replication.Catalog.Postgres;

/// <summary>
/// Where a catalog on PostgreSQL is: a connection string of Npgsql ("Host=db1;Database=replication"). The password is not a part of it:
/// it comes from PGPASSWORD, a password file (PGPASSFILE, ~/.pgpass), or a client certificate, so that nothing that is kept or shown
/// holds a secret.
/// </summary>
public sealed class PostgresAddress
{
    // Long enough for a listing of everything; a server that does not answer for longer is not there.
    private const int CommandTimeoutSeconds = 60;
    private const int ConnectTimeoutSeconds = 10;
    private const int KeepAliveSeconds = 10;

    // The catalog has some tens of statements; planning one costs the server as much as running it.
    private const int PreparedStatements = 200;

    // The server gives a client that has become silent 25 s, also where it has an answer on its way to it, and one that stands still inside of a
    // transaction a minute: what they have locked is then free for the others.
    private const string ServerPatience =
        "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=25000 -c idle_in_transaction_session_timeout=60000";

    private readonly NpgsqlConnectionStringBuilder _builder;

    private PostgresAddress(NpgsqlConnectionStringBuilder builder) => _builder = builder;

    /// <summary>Server, database and schema, for messages.</summary>
    public string Name => $"{_builder.Host}{(_builder.Port == NpgsqlConnection.DefaultPort ? "" : $":{_builder.Port}")}/{_builder.Database}"
        + (string.IsNullOrEmpty(_builder.SearchPath) ? "" : $"/{_builder.SearchPath}");

    /// <summary>As it was given: what a workspace keeps.</summary>
    public override string ToString() => _builder.ConnectionString;

    /// <exception cref="ReplicationException">CatalogAddressInvalid</exception>
    public static PostgresAddress Parse(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The message may repeat a value, and the value may be a password in the wrong place.
            throw Invalid("It is not a connection string.", error.GetType().Name);
        }

        if (builder.Password is { Length: > 0 }) throw Invalid("It holds a password.", "PasswordInAddress");
        if (string.IsNullOrWhiteSpace(builder.Host)) throw Invalid("It names no host.", "NoHost");
        if (string.IsNullOrWhiteSpace(builder.Database)) throw Invalid("It names no database.", "NoDatabase");
        return new PostgresAddress(builder);
    }

    internal string ConnectionString(bool readOnly) => new NpgsqlConnectionStringBuilder(_builder.ConnectionString)
    {
        Pooling = false, // RelationalCatalog keeps its own, whose settings are known.
        Timeout = ConnectTimeoutSeconds,
        CommandTimeout = CommandTimeoutSeconds,
        KeepAlive = KeepAliveSeconds,
        MaxAutoPrepare = _builder.ShouldSerialize("Max Auto Prepare") ? _builder.MaxAutoPrepare : PreparedStatements,
        AutoPrepareMinUsages = 2,
        ApplicationName = "Replication",
        IncludeErrorDetail = false, // Details repeat rows.
        Options = readOnly ? $"{ServerPatience} -c default_transaction_read_only=on" : ServerPatience,
    }.ConnectionString;

    private static ReplicationException Invalid(string found, string detail) => new(
        "CatalogAddressInvalid", "Address of the catalog", $"{found} ({detail})", "\"Host=db1;Database=replication;Username=agent\", without a password.",
        "Put the password into PGPASSWORD or a password file (PGPASSFILE), or use a client certificate.");
}
