using System.Text.Json;

namespace Replication.Agent.Tests;

/// <summary>Two accounts in one region: neither sees what the other has, and a VM goes from one to the other and home all the same.</summary>
public sealed class AwsAccountsTests : IAsyncDisposable
{
    private const string Production = "111111111111";
    private const string Recovery = "222222222222";

    private readonly CommandRun _run = new();
    private ServedCloud? _cloud;

    [Fact]
    public async Task INV_01_a_VM_is_replicated_to_another_account_fails_over_there_and_comes_home()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The server is stopped by a signal.");
        await ServeAsync();
        foreach ((string site, string account) in new[] { ("production", Production), ("recovery", Recovery) })
        {
            await _run.JsonAsync(
                "site", "add", site, "--kind", "Aws", "--region", ServedCloud.Region, "--service-url", _cloud!.Url, "--profile", site, "--account", account);
        }

        await LaunchAsync();
        string id = Single(await MachinesAsync("production")).GetProperty("id").GetString()!;
        Assert.Empty((await MachinesAsync("recovery")).EnumerateArray());

        await _run.JsonAsync("group", "new", "web", "--from", "production", "--to", "recovery", "--interval", "0");
        await _run.JsonAsync("vm", "add", id, "--group", "web");
        await _run.JsonAsync("start");
        await WriteAsync("production", 5, 1 << 20);
        JsonElement delta = (await _run.JsonAsync("start"))[0];
        Assert.Equal("Succeeded", delta.GetProperty("jobState").GetString());
        byte[] expected = await ContentAsync("production");

        await _run.JsonAsync("failover", "web01");
        Assert.Equal(expected, await ContentAsync("recovery"));
        await _run.JsonAsync("machine", "stop", id, "--site", "production");
        await _run.JsonAsync("reverse", "web01");
        await WriteAsync("recovery", 6, 2 << 20);
        expected = await ContentAsync("recovery");
        await _run.JsonAsync("machine", "stop", "web01", "--site", "recovery");
        await _run.JsonAsync("failback", "web01");
        Assert.Equal(expected, await ContentAsync("production"));
    }

    [Fact]
    public async Task INV_10_a_site_of_another_account_than_its_credentials_is_refused()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The server is stopped by a signal.");
        await ServeAsync();
        CommandResult refused = await _run.RunAsync(
            "site", "add", "wrong", "--kind", "Aws", "--region", ServedCloud.Region, "--service-url", _cloud!.Url, "--profile", "production", "--account", Recovery);
        if (refused.ExitCode == 0) refused = await _run.RunAsync("machine", "list", "--site", "wrong");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("AwsAccountMismatch", refused.Errors, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cloud is not null) await _cloud.DisposeAsync();
        _run.Dispose();
    }

    private static JsonElement Single(JsonElement array) => Assert.Single(array.EnumerateArray());

    private async Task ServeAsync()
    {
        string keys = _run.Path1("keys.json");
        await File.WriteAllTextAsync(keys, $$"""
            {"keys": [
              {"accessKeyId": "AKIAPRODUCTION", "secretAccessKey": "first", "accountId": "{{Production}}"},
              {"accessKeyId": "AKIARECOVERY", "secretAccessKey": "second", "accountId": "{{Recovery}}"}]}
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(_run.Path1("home", ".aws"));
        await File.WriteAllTextAsync(_run.Path1("home", ".aws", "credentials"), """
            [production]
            aws_access_key_id = AKIAPRODUCTION
            aws_secret_access_key = first

            [recovery]
            aws_access_key_id = AKIARECOVERY
            aws_secret_access_key = second
            """);
        _run.Environment["HOME"] = _run.Path1("home");
        _cloud = await ServedCloud.StartAsync(_run, "--keys", keys);
    }

    /// <summary>An instance of the first account: one that was failed over there from a folder of machines, and is nobody's replica any more.</summary>
    private async Task LaunchAsync()
    {
        await File.WriteAllBytesAsync(_run.Path1("image.raw"), CommandRun.Content((3 << 20) + 512, 3));
        await _run.JsonAsync("site", "add", "hq", "--path", _run.Path1("hq"));
        await _run.JsonAsync("machine", "new", "web01", "--site", "hq", "--disk", _run.Path1("image.raw"));
        await _run.JsonAsync("group", "new", "move", "--from", "hq", "--to", "production", "--interval", "0");
        await _run.JsonAsync("vm", "add", "web01", "--group", "move");
        await _run.JsonAsync("start");
        await _run.JsonAsync("failover", "web01");
        await _run.JsonAsync("complete", "web01");
        await _run.JsonAsync("vm", "remove", "web01", "--delete-points");
    }

    private Task<JsonElement> MachinesAsync(string site) => _run.JsonAsync("machine", "list", "--site", site);

    private async Task WriteAsync(string site, int seed, long offset)
    {
        await using FileStream volume = new(await VolumeAsync(site), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        volume.Position = offset;
        await volume.WriteAsync(CommandRun.Content(4096, seed));
    }

    private async Task<byte[]> ContentAsync(string site)
    {
        byte[] content = new byte[(3 << 20) + 512];
        await using FileStream volume = new(await VolumeAsync(site), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        await volume.ReadExactlyAsync(content);
        return content;
    }

    /// <summary>The bytes of a site's only machine, past its services.</summary>
    private async Task<string> VolumeAsync(string site) =>
        _run.Path1("cloud", ServedCloud.Region, "volumes", Single(Single(await MachinesAsync(site)).GetProperty("disks")).GetProperty("path").GetString()!);
}
