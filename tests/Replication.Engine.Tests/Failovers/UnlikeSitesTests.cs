using System.Text.Json;
using Replication.Core.Disks;
using Replication.Core.Sites;
using Replication.Disks;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Failovers;

/// <summary>Sites that are alike in nothing: paths, file systems, image formats, sector sizes.</summary>
public sealed class UnlikeSitesTests : IDisposable
{
    private const long FirstLength = 6 << 20;

    /// <summary>Whole in sectors of 512 bytes, not in those of 4096.</summary>
    private const long SecondLength = (3 << 20) + 512;

    private readonly string _home = Directory.CreateTempSubdirectory("replication-unlike-").FullName;
    private readonly DiskImages _images = new();

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task HVR_04_a_machine_goes_to_a_site_that_is_configured_and_stored_otherwise_and_comes_home()
    {
        await using var lab = new Lab();
        Assert.SkipWhen(new DriveInfo(_home).DriveFormat == new DriveInfo(lab.Dr).DriveFormat, "Both sites are on file systems of one kind: /dev/shm is not there.");
        string hq = Path.Combine(_home, "Virtual machines (old)", "cluster 7");
        string folder = Path.Combine(hq, "web");
        byte[] first = Bytes(FirstLength, 1), second = Bytes(SecondLength, 2);
        await AddMachineAsync(folder, first, second);
        await lab.OpenAsync();
        SiteDefinition home = await lab.Service.Sites.AddAsync(
            "hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = hq, ["hypervisor"] = "none", ["store"] = Path.Combine(_home, "points") });
        SiteDefinition dr = await lab.Service.Sites.AddAsync(
            "dr", SiteKind.Local, new Dictionary<string, string> { ["path"] = lab.Dr, ["hypervisor"] = "none", ["compression"] = "brotli" });
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.NewAsync("g", home, dr), "web");

        await lab.RunAsync("replicate");
        await lab.RunAsync("planned");
        TestMachine replica = Lab.MachineAt(lab.Dr, "web");
        Assert.Equal([(4096, Hash(first)), (512, Hash(second))], await DisksAsync(replica.Folder));

        await lab.RunAsync("reverse");
        first = Change(replica, disk: 0, first);
        second = Change(replica, disk: 1, second);
        await lab.RunAsync("failback");
        await lab.RunAsync("complete");
        Assert.Equal([(4096, Hash(first)), (512, Hash(second))], await DisksAsync(folder));
        Assert.Contains("\"vhdx\"", await File.ReadAllTextAsync(Path.Combine(folder, "machine.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>disk0 is a VHDX with sectors of 4096 bytes, disk1 raw with those of 512.</summary>
    private async Task AddMachineAsync(string folder, byte[] first, byte[] second)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(folder);
        string raw = Path.Combine(_home, "first.raw");
        await File.WriteAllBytesAsync(raw, first, stop);
        await using (IDiskView view = await _images.OpenAsync(raw, new DiskOpenOptions { ForceRaw = true, LogicalSectorSize = 4096 }, stop))
            await _images.CreateAsync(Path.Combine(folder, "boot.vhdx"), DiskFormat.Vhdx, view, cancellationToken: stop);
        await File.WriteAllBytesAsync(Path.Combine(folder, "data.img"), second, stop);
        object[] disks = [new { id = "disk0", path = "boot.vhdx", format = "vhdx", boot = true }, new { id = "disk1", path = "data.img", format = "raw", boot = false }];
        await File.WriteAllTextAsync(Path.Combine(folder, "machine.json"), JsonSerializer.Serialize(new { format = 1, id = Guid.NewGuid(), name = "web", disks }), stop);
    }

    /// <summary>Sector size and content of both disks, as the machine's description says where they are.</summary>
    private async Task<(int SectorSize, string Hash)[]> DisksAsync(string folder)
    {
        var found = new List<(int, string)>();
        using JsonDocument machine = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "machine.json"), TestContext.Current.CancellationToken));
        foreach (JsonElement disk in machine.RootElement.GetProperty("disks").EnumerateArray())
        {
            int? stated = disk.TryGetProperty("logicalSectorSize", out JsonElement size) ? size.GetInt32() : null;
            var options = new DiskOpenOptions { ForceRaw = disk.GetProperty("format").GetString() == "raw", LogicalSectorSize = stated };
            await using IDiskView view = await _images.OpenAsync(Path.Combine(folder, disk.GetProperty("path").GetString()!), options, TestContext.Current.CancellationToken);
            var content = new byte[view.Length];
            await view.ReadAsync(0, content, TestContext.Current.CancellationToken);
            found.Add((view.LogicalSectorSize, Hash(content)));
        }

        return [.. found];
    }

    /// <summary>What a guest at the other site writes: one whole sector of 4096 bytes and the last 512.</summary>
    private static byte[] Change(TestMachine machine, int disk, byte[] content)
    {
        byte[] changed = [.. content];
        Bytes(4096, 7).CopyTo(changed, 1 << 20);
        Bytes(512, 8).CopyTo(changed, changed.Length - 512);
        machine.Write(disk, 0, changed);
        return changed;
    }

    private static byte[] Bytes(long length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
}
