namespace Replication.Catalog.Tests.Postgres;

public sealed class PostgresEntityTests(PostgresServer server) : EntityTests(new PostgresPlace(server));
