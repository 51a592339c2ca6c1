using System.Diagnostics;
using System.Text.Json;

namespace Replication.Agent.Tests;

public sealed class DrillTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_drill_without_arguments_verifies_every_step()
    {
        JsonElement report = await _run.JsonAsync("drill", "--folder", _run.Path1("drill"));
        Assert.True(report.GetProperty("verified").GetBoolean());
        JsonElement[] steps = [.. report.GetProperty("steps").EnumerateArray()];
        Assert.True(steps.Length >= 8, $"{steps.Length} steps");
        foreach (JsonElement step in steps)
        {
            Assert.True(step.GetProperty("verified").GetBoolean(), step.ToString());
            Assert.NotEmpty(step.GetProperty("name").GetString()!);
            Assert.True(step.GetProperty("bytesRead").GetInt64() >= 0);
            Assert.True(step.GetProperty("bytesSent").GetInt64() >= 0);
            Assert.True(step.GetProperty("seconds").GetDouble() >= 0);
        }

        Assert.False(Directory.Exists(_run.Path1("drill")), "The drill leaves nothing behind.");
    }

    [Theory]
    [InlineData("local", "aws")]
    [InlineData("aws", "aws")]
    [InlineData("aws", "local")]
    public async Task A_drill_over_the_protocols_of_aws_verifies_every_step(string from, string to)
    {
        // Odd lengths: EBS counts in GiB and must not round what comes home.
        string first = _run.Path1("first.raw"), second = _run.Path1("second.raw");
        await File.WriteAllBytesAsync(first, CommandRun.Content(5 * 1024 * 1024 + 512, 1));
        await File.WriteAllBytesAsync(second, CommandRun.Content(700 * 512, 2));
        JsonElement report = await _run.JsonAsync("drill", "--from", from, "--to", to, "--disk", first, second, "--folder", _run.Path1("drill"));
        Assert.True(report.GetProperty("verified").GetBoolean());
        JsonElement[] steps = [.. report.GetProperty("steps").EnumerateArray()];
        Assert.Equal(17, steps.Length);
        Assert.All(steps, step => Assert.True(step.GetProperty("verified").GetBoolean(), step.ToString()));
        // A source that keeps track is not read where nothing changed.
        if (from == "aws") Assert.All(steps.Where(step => step.GetProperty("name").GetString() is "Delta 1" or "Delta 2"), step => Assert.InRange(step.GetProperty("bytesRead").GetInt64(), 1, 5 * 1024 * 1024));
        Assert.False(Directory.Exists(_run.Path1("drill")), "The drill leaves nothing behind.");
    }

    [Fact]
    public async Task A_delta_of_the_drill_sends_little_of_what_it_reads()
    {
        JsonElement report = await _run.JsonAsync("drill", "--folder", _run.Path1("drill"));
        JsonElement delta = report.GetProperty("steps").EnumerateArray().First(step => step.GetProperty("name").GetString() == "Delta 1");
        Assert.InRange(delta.GetProperty("bytesSent").GetInt64(), 1, delta.GetProperty("bytesRead").GetInt64() / 4);
    }

    [Fact]
    public async Task A_drill_takes_copies_of_the_users_images_and_leaves_them_alone()
    {
        string disk = _run.Path1("mine.raw");
        byte[] content = CommandRun.Content(3 * 1024 * 1024 + 512, 1);
        await File.WriteAllBytesAsync(disk, content);
        string second = _run.Path1("second.raw");
        await File.WriteAllBytesAsync(second, content.AsMemory(0, 700_000));
        JsonElement report = await _run.JsonAsync("drill", "--disk", disk, second, "--folder", _run.Path1("drill"));
        Assert.True(report.GetProperty("verified").GetBoolean());
        Assert.Equal(content, await File.ReadAllBytesAsync(disk));
    }

    [Fact]
    public async Task The_drills_own_disk_is_what_other_tools_take_for_one()
    {
        string? sgdisk = Tool("sgdisk");
        string? fsck = Tool("fsck.fat");
        if (sgdisk is null || fsck is null) Assert.Skip("sgdisk (gdisk) and fsck.fat (dosfstools) are needed.");
        string folder = _run.Path1("kept");
        await _run.JsonAsync("drill", "--folder", folder, "--keep");
        string disk = Path.Combine(folder, "drill-disk.raw");
        Assert.Contains("No problems found", await OutputAsync(sgdisk, "--verify", disk), StringComparison.Ordinal);
        string partition = _run.Path1("fat.raw");
        await using (FileStream whole = File.OpenRead(disk))
        await using (FileStream part = File.Create(partition))
        {
            whole.Position = 1 << 20;
            var buffer = new byte[128 << 20];
            await whole.ReadExactlyAsync(buffer);
            await part.WriteAsync(buffer);
        }

        // Twelve files and the volume label, and nothing to complain about.
        Assert.Contains("13 files", await OutputAsync(fsck, "-n", partition), StringComparison.Ordinal);
        JsonElement info = await _run.JsonAsync("disk", "info", disk);
        Assert.Equal("Gpt", info.GetProperty("layout").GetProperty("style").GetString());
        Assert.Equal("fat32", info.GetProperty("layout").GetProperty("partitions")[0].GetProperty("fileSystem").GetProperty("type").GetString());
    }

    private static string? Tool(string name) =>
        ((string[])["/usr/sbin", "/sbin", "/usr/bin"]).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static async Task<string> OutputAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool}: {output}");
        return output;
    }
}
