using Microsoft.Data.Sqlite;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Sqlite;

public sealed class SqliteAuditTests() : AuditTests(new SqlitePlace())
{
    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("REPLACE INTO audit SELECT * FROM audit")]
    public async Task The_database_itself_refuses_to_change_the_audit_trail(string sql)
    {
        await Catalog.AuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "Remove-RecoveryPoint", "p1", "Completed"));
        var error = Assert.Throws<SqliteException>(() => Place.Sql("PRAGMA recursive_triggers = ON; " + sql));
        Assert.Contains("append-only", error.Message);
        Assert.Equal("me", Assert.Single(await Catalog.ListAuditAsync()).Actor);
    }
}
