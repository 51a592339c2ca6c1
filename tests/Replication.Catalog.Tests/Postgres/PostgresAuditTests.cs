using Npgsql;
using Replication.Catalog.Tests.Support;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Postgres;

public sealed class PostgresAuditTests(PostgresServer server) : AuditTests(new PostgresPlace(server))
{
    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("TRUNCATE audit")]
    public async Task The_database_itself_refuses_to_change_the_audit_trail(string sql)
    {
        await Catalog.AuditAsync(new AuditEntry(DateTimeOffset.UnixEpoch, "me", "Remove-RecoveryPoint", "p1", "Completed"));
        var error = Assert.Throws<PostgresException>(() => Place.Sql(sql));
        Assert.Contains("append-only", error.Message);
        Assert.Equal("me", Assert.Single(await Catalog.ListAuditAsync()).Actor);
    }
}
