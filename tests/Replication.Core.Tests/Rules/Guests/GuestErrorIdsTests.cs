using System.Reflection;
using Replication.Core.Rules.Guests;

namespace Replication.Core.Tests.Rules.Guests;

public class GuestErrorIdsTests
{
    /// <summary>The general test of docs/errors.md reads ids without a point; these have one.</summary>
    [Fact]
    public void INV_10_every_id_of_a_rule_about_guests_is_documented()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Replication.sln"))) root = Path.GetDirectoryName(root)!;
        string page = File.ReadAllText(Path.Combine(root, "docs", "errors.md"));
        string[] ids = [.. typeof(GuestErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains($"| `{id}` |", page, StringComparison.Ordinal));
    }
}
