using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Hypervisors.Tests.Support;

namespace Replication.Hypervisors.Tests;

public sealed class LocalMachinesTests
{
    private const string Plain = """{"format":1,"id":"id-1","name":"web","disks":[{"id":"disk0","path":"a.raw","boot":true}]}""";

    [Fact]
    public async Task Machines_are_listed_with_their_disks()
    {
        await using var site = new SiteFolder();
        site.Write(
            "web", """{"format":1,"id":"id-1","name":"Web 1","operatingSystem":"Linux","firmware":"Uefi","processorCount":3,"disks":[{"id":"boot","path":"a.raw","boot":true},{"id":"data","path":"b.raw","logicalSectorSize":4096}]}""",
            ("a.raw", new byte[513]), ("b.raw", new byte[8192]));
        Directory.CreateDirectory(Path.Combine(site.Folder, "empty"));
        site.Write(".hidden", Plain, ("a.raw", new byte[512]));
        Machine machine = Assert.Single(await site.ListAsync());
        Assert.Equal(("id-1", "Web 1", Firmware.Uefi, 3, PowerState.Off), (machine.Id, machine.Name, machine.Firmware, machine.ProcessorCount, machine.PowerState));
        Assert.Equal([("boot", 0, 513L, 512, true), ("data", 1, 8192L, 4096, false)], machine.Disks.Select(disk => (disk.Id, disk.Position, disk.Length, disk.LogicalSectorSize, disk.Boot)));
        Assert.Null(await site.Site.FindMachineAsync("Web 1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("""{"id":null,"name":"x"}""")]
    [InlineData("""{"id":"x","name":null}""")]
    [InlineData("""{"id":"x","name":"x","disks":null}""")]
    [InlineData("""{"id":"x","name":"x","disks":[null]}""")]
    [InlineData("""{"id":"x","name":"x","disks":[{"id":null,"path":"a"}]}""")]
    [InlineData("""{"id":"x","name":"x","disks":[{"id":"d","path":null}]}""")]
    [InlineData("""{"id":"x","name":"x","disks":[{"id":"d","path":"a"},{"id":"D","path":"b"}]}""")]
    [InlineData("""{"format":2,"id":"x","name":"x"}""")]
    [InlineData("""{"id":"x","name":"x","disks":[{"id":"d","path":"missing.raw"}]}""")]
    public async Task A_machine_that_cannot_be_read_hides_no_other(string json)
    {
        await using var site = new SiteFolder();
        site.Write("bad", json);
        site.Write("good", Plain, ("a.raw", new byte[512]));
        Assert.Equal("id-1", Assert.Single(await site.ListAsync()).Id);
        Assert.NotNull(await site.Site.FindMachineAsync("id-1"));
    }

    [Fact]
    public async Task GEN_03_two_folders_with_one_id_are_told_apart_by_nobody()
    {
        await using var site = new SiteFolder();
        site.Write("web", Plain, ("a.raw", new byte[512]));
        string copy = site.Write("web - copy", Plain, ("a.raw", new byte[512]));
        foreach (Func<Task> use in (Func<Task>[])[
            () => site.Site.FindMachineAsync("id-1"), () => site.Site.CaptureAsync("id-1", ["disk0"]), () => site.Site.DeleteMachineAsync("id-1"),
            () => site.Site.OpenDiskTargetAsync("id-1", "disk0", 512)])
        {
            var refused = await Assert.ThrowsAsync<ReplicationException>(use);
            Assert.Equal("MachineIdNotUnique", refused.ErrorId);
            Assert.Contains(copy, refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, Directory.EnumerateDirectories(site.Folder).Count());
    }

    [Theory]
    [InlineData("web")]
    [InlineData("two words")]
    [InlineData("it's \"quoted\"")]
    [InlineData("a/b\\c:d*e?")]
    [InlineData("東京 🚀")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("ends with dot.")]
    public async Task A_machine_is_made_once_and_deleted_with_its_disks(string name)
    {
        await using var site = new SiteFolder();
        byte[] content = SiteFolder.Random(700_001, 3);
        string source = site.Elsewhere("source.raw");
        File.WriteAllBytes(source, content);
        await using IDiskView view = await site.Images.OpenAsync(source, new DiskOpenOptions { ForceRaw = true });
        var wanted = new Machine { Id = "made-1", Name = name, Disks = [new MachineDisk { Id = "disk/0", Position = 0, Path = "", Boot = true }] };
        var specification = new MachineSpecification(wanted, new Dictionary<string, DiskContent> { ["disk/0"] = new(view) }, MachineRole.Replica);
        Machine made = await site.Site.CreateMachineAsync(specification);
        Machine again = await site.Site.CreateMachineAsync(specification);
        Assert.Equal((name, made.Disks[0].Path), (made.Name, again.Disks[0].Path));
        Assert.Equal(content, await site.ReadDiskAsync("made-1", "disk/0"));
        Assert.Equal(site.Folder, Path.GetDirectoryName(Path.GetDirectoryName(made.Disks[0].Path)));
        Assert.Single(await site.ListAsync());
        await site.Site.DeleteMachineAsync("made-1");
        await site.Site.DeleteMachineAsync("made-1");
        // Nothing but the site's own mark.
        Assert.Equal([".replication-site"], Directory.EnumerateFileSystemEntries(site.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_a_killed_creation_or_deletion_left_is_swept()
    {
        await using var site = new SiteFolder();
        foreach (string left in (string[])[".new-m", ".deleted-m"])
        {
            Directory.CreateDirectory(Path.Combine(site.Folder, left));
            File.WriteAllText(Path.Combine(site.Folder, left, "disk.raw"), "x");
        }

        await site.Site.DeleteMachineAsync("m");
        // Nothing but the site's own mark.
        Assert.Equal([".replication-site"], Directory.EnumerateFileSystemEntries(site.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_machine_that_cannot_be_finished_leaves_nothing()
    {
        await using var site = new SiteFolder();
        var wanted = new Machine { Id = "m", Name = "m", Disks = [new MachineDisk { Id = "d", Position = 0, Path = "" }] };
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        string source = site.Elsewhere("source.raw");
        File.WriteAllBytes(source, SiteFolder.Random(2_000_000, 1));
        await using IDiskView view = await site.Images.OpenAsync(source, new DiskOpenOptions { ForceRaw = true });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.Site.CreateMachineAsync(
            new MachineSpecification(wanted, new Dictionary<string, DiskContent> { ["d"] = new(view) }, MachineRole.Replica), null, stop.Token));
        // Nothing but the site's own mark.
        Assert.Equal([".replication-site"], Directory.EnumerateFileSystemEntries(site.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("raw", "raw")]
    [InlineData("vhdx", "vhdx")]
    [InlineData("vpc", "vhd")]
    [InlineData("vmdk", "vmdk")]
    public async Task Images_of_other_programs_are_imported_bit_exactly(string qemuFormat, string expected)
    {
        await using var site = new SiteFolder();
        byte[] content = SiteFolder.Random(4 * 1024 * 1024, 7);
        string raw = site.Elsewhere("raw.img");
        File.WriteAllBytes(raw, content);
        string image = site.Elsewhere("image." + qemuFormat);
        // VHD rounds to its geometry unless told otherwise.
        string[] options = qemuFormat == "vpc" ? ["-o", "force_size=on"] : [];
        await SiteFolder.QemuImgAsync(["convert", "-f", "raw", "-O", qemuFormat, .. options, raw, image]);
        Machine machine = await site.Site.ImportMachineAsync("imported", [image, raw]);
        Assert.Equal([expected, "raw"], machine.Disks.Select(disk => disk.Format));
        Assert.Equal([true, false], machine.Disks.Select(disk => disk.Boot));
        Assert.Equal(SiteFolder.Hash(content), SiteFolder.Hash(await site.ReadDiskAsync(machine.Id, "disk0")));
        Assert.Equal(SiteFolder.Hash(content), SiteFolder.Hash(await site.ReadDiskAsync(machine.Id, "disk1")));
        File.Delete(image);
        Assert.Equal(machine.Id, Assert.Single(await site.ListAsync()).Id);
    }

    [Fact]
    public async Task An_import_that_fails_leaves_nothing()
    {
        await using var site = new SiteFolder();
        string raw = site.Elsewhere("raw.img");
        File.WriteAllBytes(raw, new byte[4096]);
        await Assert.ThrowsAnyAsync<ReplicationException>(() => site.Site.ImportMachineAsync("x", [raw, site.Elsewhere("missing.raw")]));
        // Nothing but the site's own mark.
        Assert.Equal([".replication-site"], Directory.EnumerateFileSystemEntries(site.Folder).Select(Path.GetFileName));
        Assert.Equal("MachineNameMissing", (await Assert.ThrowsAsync<ReplicationException>(() => site.Site.ImportMachineAsync(" ", [raw]))).ErrorId);
    }
}
