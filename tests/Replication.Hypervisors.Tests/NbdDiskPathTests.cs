using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Disks.Nbd;
using Replication.Hypervisors.Tests.Support;

namespace Replication.Hypervisors.Tests;

/// <summary>Machines of a Local site whose disks are NBD exports: a qcow2 behind qemu-nbd.</summary>
public sealed class NbdDiskPathTests : IAsyncDisposable
{
    private const int Length = 1 << 20;

    private readonly SiteFolder _site = new();
    private readonly byte[] _content = SiteFolder.Random(Length, 12);

    private string Image => _site.Elsewhere("disk.qcow2");

    private string SocketPath => _site.Elsewhere("s");

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Machine_on_a_read_only_export_is_listed_and_captured()
    {
        await MakeImageAsync();
        await using QemuNbd export = await QemuNbd.ExportAsync(Image, "qcow2", SocketPath, readOnly: true);
        WriteMachine(export.Uri);

        Machine machine = Assert.Single(await _site.ListAsync());
        MachineDisk disk = machine.Disks[0];
        Assert.Equal((PowerState.Off, (long)Length, export.Uri, "raw"), (machine.PowerState, disk.Length, disk.Path, disk.Format));
        await using IMachineImage image = await _site.Site.CaptureAsync("m", ["a"]);
        var read = new byte[Length];
        await image.Disks[0].View.ReadAsync(0, read);
        Assert.Equal(_content, read);
        await image.EnsureUnchangedAsync();
    }

    [Fact]
    public async Task Export_that_may_be_written_is_not_captured_and_the_refusal_says_what_it_takes()
    {
        await MakeImageAsync();
        await using QemuNbd export = await QemuNbd.ExportAsync(Image, "qcow2", SocketPath, readOnly: false);
        WriteMachine(export.Uri);

        var error = await Assert.ThrowsAsync<ReplicationException>(() => _site.Site.CaptureAsync("m", ["a"]));

        Assert.Equal("SourceWritable", error.ErrorId);
        Assert.Contains("--read-only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failback_writes_the_export_in_place()
    {
        await MakeImageAsync();
        await using (QemuNbd export = await QemuNbd.ExportAsync(Image, "qcow2", SocketPath, readOnly: false))
        {
            WriteMachine(export.Uri);
            await using IDiskTarget target = await _site.Site.OpenDiskTargetAsync("m", "a", Length - 512);
            Assert.True(target.InPlace);
            var before = new byte[Length - 512];
            await target.Current.ReadAsync(0, before);
            Assert.Equal(_content[..^512], before);
            await target.WriteAsync(4096, new byte[] { 1, 2, 3, 4 });
            await target.CommitAsync();
            var tooSmall = await Assert.ThrowsAsync<ReplicationException>(() => _site.Site.OpenDiskTargetAsync("m", "a", Length + 512));
            Assert.Equal("TargetTooSmall", tooSmall.ErrorId);
        }

        new byte[] { 1, 2, 3, 4 }.CopyTo(_content, 4096);
        await SiteFolder.QemuImgAsync("convert", "-O", "raw", Image, _site.Elsewhere("after.raw"));
        Assert.Equal(_content, File.ReadAllBytes(_site.Elsewhere("after.raw")));
    }

    [Fact]
    public async Task Read_only_export_is_no_target()
    {
        await MakeImageAsync();
        await using QemuNbd export = await QemuNbd.ExportAsync(Image, "qcow2", SocketPath, readOnly: true);
        WriteMachine(export.Uri);

        var error = await Assert.ThrowsAsync<DiskImageException>(() => _site.Site.OpenDiskTargetAsync("m", "a", Length));

        Assert.Equal(NbdErrorIds.NbdExportReadOnly, error.ErrorId);
    }

    [Fact]
    public async Task Machine_is_imported_from_an_export_as_raw()
    {
        await MakeImageAsync();
        await using QemuNbd export = await QemuNbd.ExportAsync(Image, "qcow2", SocketPath, readOnly: true);

        Machine machine = await _site.Site.ImportMachineAsync("web", [export.Uri]);

        Assert.Equal("raw", machine.Disks[0].Format);
        Assert.Equal(_content, await _site.ReadDiskAsync(machine.Id, "disk0"));
    }

    private async Task MakeImageAsync()
    {
        string raw = _site.Elsewhere("disk.raw");
        File.WriteAllBytes(raw, _content);
        await SiteFolder.QemuImgAsync("convert", "-O", "qcow2", raw, Image);
    }

    private void WriteMachine(string uri) => _site.Write("web", $$"""{"id":"m","name":"web","disks":[{"id":"a","path":"{{uri}}","format":"qcow2","boot":true}]}""");
}
