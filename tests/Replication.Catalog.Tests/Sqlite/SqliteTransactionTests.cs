using Replication.Catalog.Tests.Support;

namespace Replication.Catalog.Tests.Sqlite;

public sealed class SqliteTransactionTests() : TransactionTests(new SqlitePlace());
