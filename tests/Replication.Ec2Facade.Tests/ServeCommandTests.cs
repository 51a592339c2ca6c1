using System.Text.Json;
using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>The program as a user starts it, and the aws command line as its client.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-serve-ec2-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_aws_command_line_finds_all_services_at_one_address()
    {
        Assert.SkipUnless(await ClientTool.SucceedsAsync("aws", "--version"), "aws is not installed: this cross-check did not run.");
        using ServerProcess server = await ServerProcess.StartAsync(_folder);
        JsonElement identity = await AwsAsync(server, "sts", "get-caller-identity");
        Assert.Equal("123456789012", identity.GetProperty("Account").GetString());
        JsonElement volume = await AwsAsync(server, "ec2", "create-volume", "--size", "1", "--availability-zone", "eu-central-1a");
        string id = volume.GetProperty("VolumeId").GetString()!;
        byte[] content = [.. Enumerable.Range(0, 512 * 1024).Select(i => (byte)(i * 7))];
        await using (FileStream file = File.OpenWrite(Path.Combine(_folder, Facade.Home, "volumes", id)))
        {
            file.Position = 3 * content.Length;
            await file.WriteAsync(content);
        }

        JsonElement snapshot = await AwsAsync(server, "ec2", "create-snapshot", "--volume-id", id, "--description", "by the command line");
        string snapshotId = snapshot.GetProperty("SnapshotId").GetString()!;
        await AwsAsync(server, "ec2", "wait", "snapshot-completed", "--snapshot-ids", snapshotId);
        JsonElement blocks = (await AwsAsync(server, "ebs", "list-snapshot-blocks", "--snapshot-id", snapshotId)).GetProperty("Blocks");
        Assert.Equal(3, Assert.Single(blocks.EnumerateArray()).GetProperty("BlockIndex").GetInt32());
        string copy = Path.Combine(_folder, "block");
        await AwsAsync(server, "ebs", "get-snapshot-block", "--snapshot-id", snapshotId, "--block-index", "3", "--block-token", blocks[0].GetProperty("BlockToken").GetString()!, copy);
        Assert.Equal(content, await File.ReadAllBytesAsync(copy));
        await AwsAsync(server, "s3api", "create-bucket", "--bucket", "drill", "--create-bucket-configuration", "LocationConstraint=eu-central-1");
        await AwsAsync(server, "s3api", "put-object", "--bucket", "drill", "--key", "a/block", "--body", copy, "--if-none-match", "*");
        await AwsAsync(server, "s3", "cp", "s3://drill/a/block", copy + "2");
        Assert.Equal(content, await File.ReadAllBytesAsync(copy + "2"));
    }

    [Fact]
    public async Task INV_02_a_server_killed_at_any_moment_comes_back_with_whole_things_only()
    {
        for (int round = 1; round <= 3; round++)
        {
            using (ServerProcess server = await ServerProcess.StartAsync(_folder))
            {
                // The client goes on until the server is gone under it.
                Task clients = Python.RunAsync(server.Address, _folder, "killed.py", "busy");
                while (!clients.IsCompleted && !File.Exists(Path.Combine(_folder, "busy"))) await Task.Delay(TimeSpan.FromMilliseconds(20));
                await Task.Delay(TimeSpan.FromMilliseconds(150 * round));
                await server.KillAsync();
                await clients;
                File.Delete(Path.Combine(_folder, "busy"));
            }

            using ServerProcess again = await ServerProcess.StartAsync(_folder);
            await Python.RunAsync(again.Address, _folder, "killed.py", "whole");
            await again.KillAsync();
        }
    }

    private async Task<JsonElement> AwsAsync(ServerProcess server, params string[] arguments)
    {
        var (status, output) = await ClientTool.RunAsync(_folder, "aws", ["--endpoint-url", server.Address.ToString(), "--output", "json", .. arguments]);
        Assert.True(status == 0, $"aws {string.Join(' ', arguments)} ended with {status}:\n{output}");
        return output.TrimStart().StartsWith('{') ? JsonDocument.Parse(output).RootElement : default;
    }
}
