using Replication.Aws.HotAdd;
using Replication.Aws.Tests.Sites;
using Replication.Aws.Tests.Support;
using Replication.Core.Errors;
using Replication.Core.Rules;

namespace Replication.Aws.Tests.HotAdd;

public sealed class NodeDevicePathsTests
{
    private const string Volume = "vol-0123456789abcdef0";

    private static readonly AccessNode Node = new("i-0123456789abcdef0", "eu-central-1a", GuestFamily.Linux, "m5.large");

    [Fact]
    public async Task A_nitro_node_names_its_devices_by_the_volume()
    {
        using var root = new TemporaryDirectory();
        string byId = Directory.CreateDirectory(Path.Combine(root.Path, "disk", "by-id")).FullName;
        string wanted = Path.Combine(byId, "nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0");
        File.WriteAllText(wanted, "");
        File.WriteAllText(Path.Combine(root.Path, "xvdf"), "");
        Assert.Equal(wanted, await Paths(root).WaitAsync(Node, "xvdf", Volume, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_xen_node_shows_the_name_that_was_attached()
    {
        using var root = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(root.Path, "xvdba"), "");
        Assert.Equal(Path.Combine(root.Path, "xvdba"), await Paths(root).WaitAsync(Node, "xvdba", Volume, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_device_that_does_not_appear_is_an_error_that_names_the_node()
    {
        using var root = new TemporaryDirectory();
        var error = await Assert.ThrowsAsync<SnapshotStoreException>(() => Paths(root).WaitAsync(Node, "xvdf", Volume, TestContext.Current.CancellationToken));
        Assert.Equal("AccessNodeDeviceMissing", error.ErrorId);
        Assert.Contains(Node.InstanceId, error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_of_another_size_is_not_written()
    {
        using var root = new TemporaryDirectory();
        string path = Path.Combine(root.Path, "xvdf");
        File.WriteAllBytes(path, new byte[1024]);
        Assert.Equal("AccessNodeDeviceMismatch", Assert.Throws<SnapshotStoreException>(() => BlockDevice.Open(path, Volume, 1 << 30)).ErrorId);
    }

    private static NodeDevicePaths Paths(TemporaryDirectory root) => new(new HotAddOptions { VolumeType = "gp3" }, new HastyTime(), root.Path);
}
