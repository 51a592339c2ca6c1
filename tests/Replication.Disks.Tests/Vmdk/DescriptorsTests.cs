namespace Replication.Disks.Tests.Vmdk;

/// <summary>Text descriptors: what is understood, and that what is not is refused by name.</summary>
public sealed class DescriptorsTests : IDisposable
{
    private const string Head = "# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType=\"custom\"\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Flat_zero_and_shifted_extents_make_one_disk()
    {
        byte[] content = [.. Enumerable.Range(0, 8 * 512).Select(i => (byte)(i / 512 + 1))];
        _folder.Write("flat file.bin", content);
        string image = _folder.Write(
            "disk.vmdk",
            Head.Replace("\n", "\r\n", StringComparison.Ordinal)
            + "\r\nrw 2 flat \"flat file.bin\" 4\r\nRDONLY 3 ZERO\r\n RW 1 VMFS \"flat file.bin\"\r\nddb.x = \"y\"\r\n");

        await using var disk = await VmdkFiles.OpenAsync(image);

        var read = new byte[6 * 512];
        await disk.ReadAsync(0, read);
        Assert.Equal([.. content[(4 * 512)..(6 * 512)], .. new byte[3 * 512], .. content[..512]], read);
        Assert.Equal([new(0, 1024), new(5 * 512, 512)], await DiskAssert.ExtentsAsync(disk));
        Assert.Equal([image, _folder.File("flat file.bin")], await VmdkFiles.OfAsync(image));
    }

    [Theory]
    [InlineData("RW 0 FLAT \"f\" 0", "ImageDamaged")]
    [InlineData("RW -1 FLAT \"f\" 0", "ImageDamaged")]
    [InlineData("RW 9223372036854775807 FLAT \"f\" 0", "ImageDamaged")]
    [InlineData("RW 99999999999999999999999 ZERO", "ImageDamaged")]
    [InlineData("RW 1 FLAT \"f\" 9223372036854775807", "ImageDamaged")]
    [InlineData("RW 1 FLAT \"f\" 8", "ImageTruncated")]
    [InlineData("RW 9 FLAT \"f\" 0", "ImageTruncated")]
    [InlineData("RW 1 FLAT \"f\" 0 1", "ImageDamaged")]
    [InlineData("RW 1 FLAT \"\" 0", "ImageDamaged")]
    [InlineData("RW 1 FLAT \"f", "ImageDamaged")]
    [InlineData("RW 1 FLAT", "ImageDamaged")]
    [InlineData("RW FLAT \"f\" 0", "ImageDamaged")]
    [InlineData("RW 1 FLAT \"a\u0001b\" 0", "ImageDamaged")]
    [InlineData("RW 1 FLAT \"missing\" 0", "ImageNotFound")]
    [InlineData("RW 1 FLAT \".\" 0", "ImageNotReadable")]
    [InlineData("NOACCESS 1 FLAT \"f\" 0", "AccessDenied")]
    [InlineData("RW 1 SPARSE \"f\"", "ImageDamaged")]
    [InlineData("RW 1 SPARSE \"f\" 1", "ImageDamaged")]
    [InlineData("RW 1 VMFSSPARSE \"f\"", "DiskFormatNotSupported")]
    [InlineData("RW 1 SESPARSE \"f\"", "DiskFormatNotSupported")]
    [InlineData("RW 1 VMFSRDM \"f\"", "DiskFormatNotSupported")]
    [InlineData("RW 562949953421312 ZERO\nRW 2199023255552 ZERO\nRW 2199023255552 ZERO", "ImageDamaged")]
    [InlineData("", "ImageDamaged")]
    [InlineData("what is this", "ImageDamaged")]
    [InlineData("RW 1 ZERO\nCID=1", "ImageDamaged")]
    [InlineData("RW 1 ZERO\nisNativeSnapshot=\"yes\"", "DiskFormatNotSupported")]
    public async Task Extent_that_cannot_be_is_refused(string line, string errorId)
    {
        _folder.Write("f", new byte[8 * 512]);

        Assert.Equal(errorId, (await Refusal.OfAsync(_folder.Write("disk.vmdk", Head + line + "\n"))).ErrorId);
    }

    [Theory]
    [InlineData("version=1", "version=77", "DiskFormatNotSupported")]
    [InlineData("version=1\n", "", "ImageDamaged")]
    [InlineData("CID=fffffffe\n", "", "ImageDamaged")]
    [InlineData("CID=fffffffe", "CID=xyz", "ImageDamaged")]
    [InlineData("parentCID=ffffffff", "parentCID=123456789", "ImageDamaged")]
    [InlineData("parentCID=ffffffff", "parentCID=1", "ParentNotFound")]
    [InlineData("custom", "seSparse", "DiskFormatNotSupported")]
    [InlineData("custom", "fullDevice", "DiskFormatNotSupported")]
    [InlineData("createType=\"custom\"\n", "", "ImageDamaged")]
    [InlineData("# Disk DescriptorFile", "# something else", "ImageDamaged")]
    public async Task Head_that_cannot_be_is_refused(string from, string to, string errorId)
    {
        string text = (Head + "RW 1 ZERO\n").Replace(from, to, StringComparison.Ordinal);

        Assert.Equal(errorId, (await Refusal.OfAsync(_folder.Write("disk.vmdk", text))).ErrorId);
    }

    [Fact]
    public async Task Descriptor_without_measure_is_refused()
    {
        string many = string.Concat(Enumerable.Repeat("RW 1 ZERO\n", 4097));
        Assert.Equal("ImageDamaged", (await Refusal.OfAsync(_folder.Write("many.vmdk", Head + many))).ErrorId);
        Assert.Equal(
            "ImageDamaged",
            (await Refusal.OfAsync(_folder.Write("line.vmdk", Head + "# " + new string('x', 10_000) + "\nRW 1 ZERO\n"))).ErrorId);
        Assert.Equal(
            "ImageDamaged", (await Refusal.OfAsync(_folder.Write("big.vmdk", Head + new string('\n', 1 << 20) + "RW 1 ZERO\n"))).ErrorId);
    }

    [Fact]
    public async Task Missing_image_is_named()
    {
        var error = await Refusal.OfAsync(_folder.File("nothing.vmdk"));

        Assert.Equal("ImageNotFound", error.ErrorId);
        Assert.Equal(_folder.File("nothing.vmdk"), error.Path);
    }

    [Fact]
    public async Task Extent_that_is_a_pipe_is_refused_and_not_waited_for()
    {
        Tool.Run("mkfifo", _folder.File("pipe"));
        string image = _folder.Write("disk.vmdk", Head + "RW 1 FLAT \"pipe\" 0\n");

        var error = await Refusal.OfAsync(image).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("ImageNotReadable", error.ErrorId);
    }

    [Fact]
    public async Task Image_that_somebody_writes_to_is_refused()
    {
        string image = _folder.Write("disk.vmdk", Head + "RW 1 FLAT \"f\" 0\n");
        await using var writer = new FileStream(_folder.Write("f", new byte[512]), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal("ImageNotReadable", (await Refusal.OfAsync(image)).ErrorId);
    }

    [Fact]
    public async Task Chain_that_closes_on_itself_is_refused()
    {
        Child("a.vmdk", "1", "2", "b.vmdk");
        Child("b.vmdk", "2", "1", "a.vmdk");

        Assert.Equal("ChainCyclic", (await Refusal.OfAsync(_folder.File("a.vmdk"))).ErrorId);
        Assert.Equal("ChainCyclic", (await Refusal.OfAsync(_folder.File("b.vmdk"))).ErrorId);
    }

    [Fact]
    public async Task Chain_without_end_is_refused()
    {
        for (int i = 0; i < 70; i++) Child($"{i}.vmdk", $"{i + 1:x}", $"{i + 2:x}", $"{i + 1}.vmdk");

        Assert.Equal("ChainTooDeep", (await Refusal.OfAsync(_folder.File("0.vmdk"))).ErrorId);
    }

    [Fact]
    public async Task Missing_and_changed_parents_are_told_apart()
    {
        Child("orphan.vmdk", "1", "2", "gone.vmdk");
        Child("stale.vmdk", "1", "2", "base.vmdk");
        _folder.Write("base.vmdk", Head + "RW 1 ZERO\n");

        var missing = await Refusal.OfAsync(_folder.File("orphan.vmdk"));
        var changed = await Refusal.OfAsync(_folder.File("stale.vmdk"));

        Assert.Equal(("ParentNotFound", _folder.File("gone.vmdk")), (missing.ErrorId, missing.Path));
        Assert.Equal(("ParentChanged", _folder.File("base.vmdk")), (changed.ErrorId, changed.Path));
    }

    [Theory]
    [InlineData("C:\\\\VMs\\\\one\\\\base.vmdk")]
    [InlineData("/no/such/place/base.vmdk")]
    public async Task Parent_of_a_chain_that_was_moved_is_found_beside_its_child(string hint)
    {
        _folder.Write("base.vmdk", Head + "RW 1 ZERO\n");
        Child("child.vmdk", "1", "fffffffe", hint);

        await using var disk = await VmdkFiles.OpenAsync(_folder.File("child.vmdk"));

        Assert.Equal("vmdk custom, 1 parent(s)", disk.Format);
    }

    private void Child(string name, string cid, string parentCid, string hint) =>
        _folder.Write(
            name,
            $"# Disk DescriptorFile\nversion=1\nCID={cid}\nparentCID={parentCid}\n"
            + $"parentFileNameHint=\"{hint}\"\ncreateType=\"custom\"\nRW 1 ZERO\n");
}
