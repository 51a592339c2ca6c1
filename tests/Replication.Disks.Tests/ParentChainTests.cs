using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>Differencing chains of both formats, as Hyper-V checkpoints make them.</summary>
public sealed class ParentChainTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Formats => ["vhd", "vhdx"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_sector_comes_from_the_newest_layer_that_has_it(string format)
    {
        const int Layers = 5;
        byte[] content = Content.Sparse(6 << 20, 1);
        Layer parent = Write(format, "0", content, parent: null);
        for (int i = 1; i < Layers; i++)
        {
            int layer = i;
            Func<int, bool> present = sector => (sector * 7 + layer) % 5 < 2;
            byte[] data = Content.Random(content.Length, layer);
            Overlay(content, data, block: layer % 2, present, BlockSize(format));
            parent = Write(format, $"{layer}", content.Length, parent, data, layer % 2, present);
        }

        await using IDiskView disk = await Content.OpenAsync(parent.Path);
        Assert.Equal($"{format} differencing", disk.Format);
        await Content.AssertShowsAsync(disk, content);
        IReadOnlyList<string> files = await new DiskImages().FilesOfAsync(parent.Path);
        Assert.Equal([.. Enumerable.Range(0, Layers).Reverse().Select(i => _folder.Path($"{i}"))], files);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Beyond_the_end_of_a_shorter_parent_the_child_reads_zeros(string format)
    {
        byte[] content = Content.Random((3 << 20) + 512 * 3, 1);
        Layer parent = Write(format, "parent", content, null);
        Layer child = Write(format, "child", 9 << 20, parent, new byte[9 << 20], 0, _ => false);
        byte[] expected = new byte[9 << 20];
        content.CopyTo(expected, 0);
        await Content.AssertShowsAsync(child.Path, expected);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_child_that_was_shrunk_shows_only_its_own_length(string format)
    {
        byte[] content = Content.Random(5 << 20, 1);
        Layer parent = Write(format, "parent", content, null);
        Layer child = Write(format, "child", 2 << 20, parent, new byte[2 << 20], 0, _ => false);
        await Content.AssertShowsAsync(child.Path, content[..(2 << 20)]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_missing_parent_names_the_places_that_were_looked_at(string format)
    {
        Layer parent = Write(format, "parent", Content.Random(2 << 20, 1), null);
        Layer child = Write(format, "child", 2 << 20, parent, new byte[2 << 20], 0, _ => false);
        File.Delete(parent.Path);
        DiskImageException refusal = await Content.RefusedAsync(child.Path, DiskErrorIds.ParentNotFound);
        Assert.Contains(parent.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_parent_of_another_identity_is_refused(string format)
    {
        Layer parent = Write(format, "parent", Content.Random(2 << 20, 1), null);
        Layer child = Write(format, "child", 2 << 20, parent, new byte[2 << 20], 0, _ => false);
        File.Delete(parent.Path);
        Write(format, "parent", Content.Random(2 << 20, 1), null);
        DiskImageException refusal = await Content.RefusedAsync(child.Path, DiskErrorIds.ParentChanged);
        Assert.Equal(parent.Path, refusal.Path);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_copy_beside_the_child_serves_when_the_recorded_place_holds_another_disk(string format)
    {
        byte[] content = Content.Random(2 << 20, 1);
        Layer parent = Write(format, "parent", content, null);
        Directory.CreateDirectory(_folder.Path("old"));
        Layer moved = Write(format, "old/parent", Content.Random(2 << 20, 2), null);
        Layer child = Write(format, "child", 2 << 20, parent with { Recorded = @"old\parent" }, new byte[2 << 20], 0, _ => false);
        Assert.NotEqual(parent.Id, moved.Id);
        await Content.AssertShowsAsync(child.Path, content);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_relative_path_of_another_folder_is_followed(string format)
    {
        Directory.CreateDirectory(_folder.Path("base"));
        Directory.CreateDirectory(_folder.Path("snapshots"));
        byte[] content = Content.Random(2 << 20, 1);
        Layer parent = Write(format, "base/parent", content, null);
        Layer child = Write(
            format, "snapshots/child", 2 << 20, parent with { Recorded = @"..\base\parent" }, new byte[2 << 20], 0, _ => false);
        await Content.AssertShowsAsync(child.Path, content);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_chain_that_leads_back_into_itself_is_refused(string format)
    {
        Guid first = Guid.NewGuid();
        Guid second = Guid.NewGuid();
        Layer a = Write(format, "a", 2 << 20, new Layer("", second, "b"), new byte[2 << 20], 0, _ => false, first);
        Write(format, "b", 2 << 20, new Layer("", first, "a"), new byte[2 << 20], 0, _ => false, second);
        await Content.RefusedAsync(a.Path, DiskErrorIds.ChainCyclic);

        Layer self = Write(format, "self", 2 << 20, new Layer("", first, "self"), new byte[2 << 20], 0, _ => false, first);
        await Content.RefusedAsync(self.Path, DiskErrorIds.ChainCyclic);
    }

    [Fact]
    public async Task A_cycle_hidden_behind_links_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a privilege on Windows.");
        Guid id = Guid.NewGuid();
        Layer self = Write("vhd", "self", 2 << 20, new Layer("", id, "link"), new byte[2 << 20], 0, _ => false, id);
        File.CreateSymbolicLink(_folder.Path("link"), self.Path);
        await Content.RefusedAsync(self.Path, DiskErrorIds.ChainCyclic);
    }

    [Fact]
    public async Task A_chain_has_a_greatest_depth()
    {
        Layer layer = Write("vhd", "0", new byte[64 * 1024], null);
        for (int i = 1; i <= DiskChainDepth; i++) layer = Write("vhd", $"{i}", 64 * 1024, layer, [], 0, null);
        DiskImageException refusal = await Content.RefusedAsync(layer.Path, DiskErrorIds.ChainTooDeep);
        Assert.Contains("1024", refusal.Message, StringComparison.Ordinal);
        await Content.AssertShowsAsync(_folder.Path($"{DiskChainDepth - 1}"), new byte[64 * 1024]);
    }

    [Fact]
    public async Task A_pipe_named_as_parent_does_not_block()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes in folders are made with mkfifo, on Linux.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", _folder.Path("pipe"))) await make.WaitForExitAsync();
        Layer child = Write("vhd", "child", 2 << 20, new Layer("", Guid.NewGuid(), "pipe"), new byte[2 << 20], 0, _ => false);
        await Content.RefusedAsync(child.Path, DiskErrorIds.ImageNotReadable).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("W2ru", @".\parent")]
    [InlineData("Wi2r", @".\parent")]
    [InlineData("W2ku", @"C:\ClusterStorage\vm\parent")]
    [InlineData("Wi2k", @"C:\ClusterStorage\vm\parent")]
    [InlineData("MacX", "file://localhost{0}/parent")]
    [InlineData("", "parent")]
    public async Task Every_kind_of_VHD_parent_locator_leads_to_the_parent(string code, string text)
    {
        byte[] content = Content.Random(2 << 20, 1);
        Layer parent = Write("vhd", "parent", content, null);
        text = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, _folder.Root);
        var builder = new VhdBuilder
        {
            Size = content.Length,
            DiskType = 4,
            ParentId = parent.Id,
            ParentName = code.Length == 0 ? text : "",
            Locators = code.Length == 0 ? [] : [(code, text)],
        };
        await Content.AssertShowsAsync(_folder.Write("child", builder.Build()), content);
    }

    [Fact]
    public async Task A_VHDX_is_found_by_its_second_linkage_while_a_merge_is_under_way()
    {
        byte[] content = Content.Random(2 << 20, 1);
        Layer parent = Write("vhdx", "parent", content, null);
        var builder = new VhdxBuilder
        {
            Size = content.Length,
            HasParent = true,
            Locator = [("parent_linkage", $"{Guid.NewGuid():B}"), ("parent_linkage2", $"{parent.Id:B}"), ("relative_path", @".\parent")],
        };
        await Content.AssertShowsAsync(_folder.Write("child", builder.Build()), content);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_VHDX_block_that_is_undefined_zero_or_unmapped_hides_the_parent(int state)
    {
        byte[] content = Content.Random(4 << 20, 1);
        Layer parent = Write("vhdx", "parent", content, null);
        var builder = new VhdxBuilder
        {
            Size = content.Length,
            HasParent = true,
            Locator = [("parent_linkage", $"{parent.Id:B}"), ("relative_path", @".\parent")],
        };
        builder.Blocks[1] = (state, null);
        content.AsSpan(1 << 20, 1 << 20).Clear();
        await using IDiskView disk = await Content.OpenAsync(_folder.Write("child", builder.Build()));
        await Content.AssertShowsAsync(disk, content);
        Assert.Equal([new Extent(0, 1 << 20), new Extent(2 << 20, 2 << 20)], await Content.ExtentsAsync(disk, 0, disk.Length));
    }

    [Fact]
    public async Task A_parent_with_other_sectors_is_refused()
    {
        byte[] bytes = VhdxBuilder.Dynamic(Content.Random(2 << 20, 1), sectorSize: 4096).Build();
        _folder.Write("parent", bytes);
        var builder = new VhdxBuilder
        {
            Size = 2 << 20,
            HasParent = true,
            Locator = [("parent_linkage", $"{new Guid(bytes.AsSpan(64 * 1024 + 32, 16)):B}"), ("relative_path", @".\parent")],
        };
        await Content.RefusedAsync(_folder.Write("child", builder.Build()), DiskErrorIds.ImageDamaged);
    }

    private static int DiskChainDepth => 1024;

    private static int BlockSize(string format) => format == "vhd" ? 64 * 1024 : VhdxBuilder.Mb;

    private static void Overlay(byte[] content, byte[] data, int block, Func<int, bool> present, int blockSize)
    {
        for (int sector = 0; sector < blockSize / 512; sector++)
        {
            int at = block * blockSize + sector * 512;
            if (present(sector)) data.AsSpan(at, 512).CopyTo(content.AsSpan(at));
        }
    }

    private Layer Write(string format, string name, byte[] content, Layer? parent) =>
        Write(format, name, content.Length, parent, content, -1, null);

    /// <summary>A base with all of its data, or a child with one partially present block.</summary>
    private Layer Write(
        string format, string name, long size, Layer? parent, byte[] data, int block, Func<int, bool>? present, Guid? id = null)
    {
        Guid identity = id ?? Guid.NewGuid();
        byte[] file;
        if (format == "vhd")
        {
            var builder = new VhdBuilder
            {
                Size = size,
                DiskType = parent is null ? 3u : 4u,
                Id = identity,
                ParentId = parent?.Id ?? default,
                Locators = parent is null ? [] : [("W2ru", parent.Recorded)],
            };
            if (parent is null) builder.Fill(data);
            else if (present is not null)
            {
                builder.Blocks[block] = data[(block * BlockSize(format))..((block + 1) * BlockSize(format))];
                builder.Present[block] = present;
            }

            file = builder.Build();
        }
        else
        {
            var builder = new VhdxBuilder
            {
                Size = size,
                HasParent = parent is not null,
                DataWriteGuid = identity,
                Locator = parent is null ? [] : [("parent_linkage", $"{parent.Id:B}"), ("relative_path", parent.Recorded)],
            };
            if (parent is null) builder.Fill(data);
            else if (present is not null)
            {
                builder.Blocks[block] = (7, data[(block * BlockSize(format))..((block + 1) * BlockSize(format))]);
                builder.Present[block] = present;
            }

            file = builder.Build();
        }

        return new Layer(_folder.Write(name, file), identity, name);
    }

    private sealed record Layer(string Path, Guid Id, string Recorded);
}
