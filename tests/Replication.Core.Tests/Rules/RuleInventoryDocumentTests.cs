using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Rules.Documents;
using Replication.Core.Rules.Failback.Facts;
using Replication.Core.Rules.Methods;
using Replication.Core.Sites;

namespace Replication.Core.Tests.Rules;

public class RuleInventoryDocumentTests
{
    [Fact]
    public void A_document_gives_what_it_says_and_the_defaults_for_the_rest()
    {
        RuleInventory inventory = RuleInventoryDocument.Parse(
            """
            {
              // comments and trailing commas are for people
              "transfer": {
                "source": { "machine": "web01", "siteKind": "hyperV", "diskCount": 2, "checkpoints": [{ "name": "patch", "kind": "User" }] },
                "destination": { "siteKind": "Aws", "region": "eu-west-1" },
                "accessNode": { "name": "node", "system": null, "onAmazon": true },
                "guest": { "operatingSystem": { "family": "Linux", "product": "rhel", "version": "7.9" }, "staticInterfaces": [] },
                "guestAddresses": { "0": "10.0.0.5" },
              },
              "failback": {
                "operation": "Failback",
                "configurationServer": { "name": "cs", "lastHeartbeat": "2026-05-04T12:00:00Z", "nics": [{ "name": "nic0", "purpose": "Source", "subnets": ["10.0.0.0/24"] }] },
                "machines": [{ "id": "1", "name": "web01", "home": { "power": "Off" }, "disks": [{ "name": "d", "path": "p", "pathNow": null }] }]
              }
            }
            """,
            "test");
        TransferInventory transfer = inventory.Transfer!;
        Assert.Equal((SiteKind.HyperV, 2, CheckpointKind.User), (transfer.Source.SiteKind, transfer.Source.DiskCount, transfer.Source.Checkpoints[0].Kind));
        Assert.Equal((TransferOperation.Replicate, null, "10.0.0.5"), (transfer.Operation, transfer.AccessNode.System, transfer.GuestAddresses[0]));
        Assert.Equal(GuestFamily.Linux, transfer.Guest.OperatingSystem.Family);
        Assert.Empty(transfer.Guest.StaticInterfaces!);
        FailbackInventory failback = inventory.Failback!;
        Assert.Equal((FailbackOperation.Failback, NicPurpose.Source), (failback.Operation, failback.ConfigurationServer!.Nics![0].Purpose));
        Assert.Equal((PowerState.Off, GuestOperatingSystem.Unknown), (failback.Machines[0].Home.Power, failback.Machines[0].OperatingSystem));
        Assert.Empty(failback.Links);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("null", "neither a transfer nor a failback")]
    [InlineData("{}", "neither a transfer nor a failback")]
    [InlineData("[]", "JSON")]
    [InlineData("""{ "failbak": {} }""", "failbak")]
    [InlineData("""{ "failback": { "links": [{ "kind": "Vpn" }] } }""", "links[0].kind")]
    [InlineData("""{ "failback": { "links": [{ "kind": 1 }] } }""", "links[0].kind")]
    [InlineData("""{ "failback": { "links": null } }""", "links")]
    [InlineData("""{ "failback": { "machines": [{ "name": "web01" }] } }""", "id")]
    [InlineData("""{ "failback": { "ports": [{ "from": "a", "to": "b", "port": 443 }] } }""", "open")]
    [InlineData("""{ "transfer": { "source": { "machine": "web01", "siteKind": "Aws", "diskCount": "two" } } }""", "diskCount")]
    public void INV_10_a_document_that_is_not_understood_is_refused_with_the_place(string text, string place)
    {
        var error = Assert.Throws<ReplicationException>(() => RuleInventoryDocument.Parse(text, "home.json"));
        Assert.Equal(("InventoryInvalid", "Inventory home.json"), (error.ErrorId, error.Target));
        Assert.Contains(place, error.Found);
    }
}
