using System.Security.Cryptography;
using System.Text;
using Replication.Catalog.Sql;

namespace Replication.Catalog.Schema;

/// <summary>
/// One step of the schema. A released migration never changes; its checksum is recorded with it, so that a catalog
/// that was built by other statements is noticed.
/// </summary>
internal sealed record Migration(int Version, string Name, Func<ISqlDialect, IReadOnlyList<string>> Statements)
{
    public string Checksum(ISqlDialect dialect)
    {
        string text = string.Join(";\n", Statements(dialect).Prepend(Name));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
