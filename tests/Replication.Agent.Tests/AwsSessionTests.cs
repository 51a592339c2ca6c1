using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Replication.Agent.Tests;

/// <summary>What an admin does with an Aws site, against a served cloud in another process, with the aws command line as the second pair of eyes.</summary>
public sealed class AwsSessionTests : IAsyncDisposable
{
    private const string Region = ServedCloud.Region;

    private readonly CommandRun _run = new();
    private ServedCloud? _cloud;

    private string Url => _cloud!.Url;

    [Fact]
    public async Task AWS_13_A_session_from_protecting_to_recovering_with_only_the_account()
    {
        byte[] content = await ProtectAsync();

        CommandResult refused = await _run.RunAsync("test-failover", "start", "web01");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("TestNetworkNotDeclared", refused.Errors + refused.Output, StringComparison.Ordinal);
        (string subnet, string group) = await NetworkAsync();
        await _run.JsonAsync("group", "set", "web", "--test-subnet", subnet, "--test-security-group", group, "--standby", "true");
        await _run.JsonAsync("test-failover", "start", "web01");
        Assert.Equal([("web01 - Test", "running", subnet)], await InstancesAsync());
        await _run.JsonAsync("test-failover", "stop", "web01");
        Assert.Empty(await InstancesAsync());

        await _run.JsonAsync("start");
        string standby = (await MachinesAsync()).Single();
        await _run.JsonAsync("start");
        Assert.Equal(standby, (await MachinesAsync()).Single());
        await _run.JsonAsync("failover", "web01");
        Assert.Equal(standby, (await MachinesAsync()).Single());
        Assert.Equal("running", (await InstancesAsync()).Single().State);
        await _run.JsonAsync("undo", "web01");

        // Another machine, an empty workspace, the account.
        Directory.Delete(_run.Path1("workspace"), recursive: true);
        Directory.Delete(_run.Path1("hq"), recursive: true);
        string[] account = ["--from", "aws", "--region", Region, "--service-url", Url];
        Assert.Equal(3, (await _run.JsonAsync(["recover", .. account])).GetArrayLength());
        await _run.JsonAsync(["recover", .. account, "--vm", "web01"]);
        Assert.Equal("web01", (await InstancesAsync()).Single().Name);
        string volume = Directory.GetFiles(_run.Path1("cloud", Region, "volumes")).Single();
        byte[] recovered = new byte[content.Length];
        await using (FileStream file = new(volume, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)) await file.ReadExactlyAsync(recovered);
        Assert.Equal(content, recovered);
    }

    [Fact]
    public async Task AWS_06_INV_01_A_session_with_a_group_that_imports()
    {
        byte[] content = await ProtectAsync("--method", "Import", "--bucket", "images-of-web", "--prefix", "dr", "--image-format", "Raw");
        JsonElement task = (await AwsAsync("describe-import-snapshot-tasks")).GetProperty("ImportSnapshotTasks").EnumerateArray().Single().GetProperty("SnapshotTaskDetail");
        Assert.Equal(("completed", "RAW"), (task.GetProperty("Status").GetString(), task.GetProperty("Format").GetString()));
        Assert.Equal("images-of-web", task.GetProperty("UserBucket").GetProperty("S3Bucket").GetString());
        Assert.StartsWith("dr/", task.GetProperty("UserBucket").GetProperty("S3Key").GetString(), StringComparison.Ordinal);
        string[] list = ["s3api", "list-objects-v2", "--bucket", "images-of-web", "--query", "length(Contents || `[]`)", "--output", "text"];
        string? left = await RunAwsAsync(["--endpoint-url", Url, "--region", Region, .. list]);
        Assert.Equal("0", left?.Trim());

        await _run.JsonAsync("failover", "web01");

        byte[] replica = new byte[content.Length];
        await using FileStream file = new(Directory.GetFiles(_run.Path1("cloud", Region, "volumes")).Single(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        await file.ReadExactlyAsync(replica);
        Assert.Equal(content, replica);
    }

    [Fact]
    public async Task AWS_14_AWS_15_A_full_replication_or_another_primary_interface_makes_a_new_standby_machine()
    {
        await ProtectAsync();
        await _run.JsonAsync("group", "set", "web", "--standby", "true");
        await _run.JsonAsync("start");
        string first = (await MachinesAsync()).Single();

        // Another name is no other interface.
        string file = _run.Path1("hq", "web01", "machine.json");
        JsonNode machine = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        machine["operatingSystem"] = "Linux";
        await File.WriteAllTextAsync(file, machine.ToJsonString());
        await _run.JsonAsync("start");
        Assert.Equal(first, (await MachinesAsync()).Single());

        machine["nics"] = new JsonArray(new JsonObject { ["id"] = "nic0", ["macAddress"] = "52:54:00:00:00:01" });
        await File.WriteAllTextAsync(file, machine.ToJsonString());
        await _run.JsonAsync("start");
        string second = (await MachinesAsync()).Single();
        Assert.NotEqual(first, second);

        await _run.JsonAsync("vm", "remove", "web01", "--delete-points");
        Assert.Empty(await MachinesAsync());
        await _run.JsonAsync("vm", "add", "web01", "--group", "web");
        await _run.JsonAsync("start");
        Assert.DoesNotContain((await MachinesAsync()).Single(), (string[])[first, second]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cloud is not null) await _cloud.DisposeAsync();
        _run.Dispose();
    }

    private async Task<byte[]> ProtectAsync(params string[] transfer)
    {
        await ServeAsync();
        byte[] content = CommandRun.Content(3 * 1024 * 1024 + 512, 3);
        await File.WriteAllBytesAsync(_run.Path1("image.raw"), content);
        await _run.JsonAsync("site", "add", "hq", "--path", _run.Path1("hq"));
        await _run.JsonAsync("site", "add", "cloud", "--kind", "Aws", "--region", Region, "--service-url", Url);
        await _run.JsonAsync("machine", "new", "web01", "--site", "hq", "--disk", _run.Path1("image.raw"));
        await _run.JsonAsync("group", "new", "web", "--from", "hq", "--to", "cloud", "--interval", "0");
        if (transfer.Length > 0) await _run.JsonAsync(["group", "set", "web", .. transfer]);
        await _run.JsonAsync("vm", "add", "web01", "--group", "web");
        await _run.JsonAsync("start");
        return content;
    }

    private async Task ServeAsync()
    {
        if (OperatingSystem.IsWindows() || await RunAwsAsync("--version") is null) Assert.Skip("The aws command line is needed.");
        _cloud = await ServedCloud.StartAsync(_run);
        _run.Environment["AWS_ACCESS_KEY_ID"] = ServedCloud.KeyId;
        _run.Environment["AWS_SECRET_ACCESS_KEY"] = ServedCloud.Secret;
    }

    private async Task<(string Subnet, string Group)> NetworkAsync()
    {
        string vpc = (await AwsAsync("create-vpc", "--cidr-block", "10.9.0.0/16")).GetProperty("Vpc").GetProperty("VpcId").GetString()!;
        JsonElement subnet = await AwsAsync("create-subnet", "--vpc-id", vpc, "--cidr-block", "10.9.1.0/24");
        JsonElement group = await AwsAsync("create-security-group", "--vpc-id", vpc, "--group-name", "isolated", "--description", "isolated");
        return (subnet.GetProperty("Subnet").GetProperty("SubnetId").GetString()!, group.GetProperty("GroupId").GetString()!);
    }

    private async Task<(string Name, string State, string Subnet)[]> InstancesAsync()
    {
        JsonElement answer = await AwsAsync("describe-instances", "--filters", "Name=instance-state-name,Values=pending,running,stopping,stopped");
        return
        [
            .. answer.GetProperty("Reservations").EnumerateArray().SelectMany(reservation => reservation.GetProperty("Instances").EnumerateArray()).Select(instance => (
                instance.GetProperty("Tags").EnumerateArray().Single(tag => tag.GetProperty("Key").GetString() == "Name").GetProperty("Value").GetString()!,
                instance.GetProperty("State").GetProperty("Name").GetString()!,
                instance.GetProperty("SubnetId").GetString()!)),
        ];
    }

    /// <summary>Instance ids, as the product sees them.</summary>
    private async Task<string[]> MachinesAsync() =>
        [.. (await _run.JsonAsync("machine", "list", "--site", "cloud")).EnumerateArray().Select(machine => machine.GetProperty("platformId").GetString()!)];

    private async Task<JsonElement> AwsAsync(params string[] arguments)
    {
        string output = await RunAwsAsync(["--endpoint-url", Url, "--region", Region, "--output", "json", "ec2", .. arguments])
            ?? throw new InvalidOperationException($"aws ec2 {string.Join(' ', arguments)} failed.");
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<string?> RunAwsAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("aws", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in _run.Environment) start.Environment[name] = value;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException(await errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
