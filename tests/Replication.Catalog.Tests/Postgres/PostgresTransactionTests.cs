namespace Replication.Catalog.Tests.Postgres;

public sealed class PostgresTransactionTests(PostgresServer server) : TransactionTests(new PostgresPlace(server));
