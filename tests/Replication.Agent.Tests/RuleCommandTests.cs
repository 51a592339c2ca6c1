using System.Text.Json;

namespace Replication.Agent.Tests;

public sealed class RuleCommandTests : IDisposable
{
    private const string Transfer = """
        "transfer": {
          "source": { "machine": "web01", "siteKind": "VMware", "diskCount": 1 },
          "destination": { "siteKind": "Aws", "region": "eu-west-1", "zone": "eu-west-1a", "instanceType": "m4.large", "nvmeVolumes": false },
          "accessNode": { "name": "node", "system": "Linux", "onAmazon": false }
        }
        """;

    private readonly CommandRun _run = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-rules-").FullName;

    public void Dispose()
    {
        _run.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AWS_06_plan_names_the_method_and_every_reason_and_ends_with_0()
    {
        CommandResult result = await _run.RunAsync("plan", "--inventory", Document($"{{ {Transfer} }}"), "--json");
        Assert.Equal(0, result.ExitCode);
        JsonElement plan = result.Json[0];
        Assert.Equal(("Ebs", "Direct", false), (plan.GetProperty("method").GetString(), plan.GetProperty("profile").GetString(), plan.GetProperty("blocked").GetBoolean()));
        Assert.Equal(
            ["AccessNodeNotOnAmazon", "DataNotAtAccessNode"], plan.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task AWS_10_plan_ends_with_1_and_both_ways_out_when_no_method_is_left()
    {
        CommandResult result = await _run.RunAsync("plan", "--inventory", Document($"{{ {Transfer} }}"), "--profile", "Current");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ImportNeedsWindowsNode", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Use a Windows access node, or remove the cause", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FBK_28_check_ends_with_1_when_something_blocks_and_says_what()
    {
        CommandResult result = await _run.RunAsync("check", "--inventory", Document("""{ "failback": { "links": [{ "kind": "Internet" }] } }"""), "--json");
        Assert.Equal(1, result.ExitCode);
        JsonElement finding = result.Json.EnumerateArray().Single(one => one.GetProperty("errorId").GetString() == "NoPrivateLink");
        Assert.Equal(("FBK-28", "Failed", true), (finding.GetProperty("ruleId").GetString(), finding.GetProperty("status").GetString(), finding.GetProperty("blocks").GetBoolean()));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task FBK_02_what_could_not_be_decided_blocks_only_a_strict_check(bool strict, int exitCode)
    {
        string inventory = Document("""{ "failback": { "links": [{ "kind": "SiteToSiteVpn" }], "processServers": [{ "name": "ps", "inCloud": true }] } }""");
        CommandResult result = await _run.RunAsync(["check", "--inventory", inventory, .. strict ? (string[])["--strict"] : []]);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task INV_10_an_inventory_with_a_name_that_is_not_known_is_refused()
    {
        CommandResult result = await _run.RunAsync("check", "--inventory", Document("""{ "failback": { "linkz": [] } }"""));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error InventoryInvalid:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("linkz", result.Errors, StringComparison.Ordinal);
    }

    private string Document(string text)
    {
        string path = Path.Combine(_folder, "inventory.json");
        File.WriteAllText(path, text);
        return path;
    }
}
