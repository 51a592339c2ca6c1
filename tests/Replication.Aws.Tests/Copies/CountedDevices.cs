using System.Globalization;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.HotAdd.Windows;
using Replication.Aws.Tests.Sites;

namespace Replication.Aws.Tests.Copies;

/// <summary>
/// The devices of an access node as block devices of this machine's kernel, which counts what is read from them and written to them. Each lies over the
/// file of its volume.
/// </summary>
internal sealed class CountedDevices(CloudLab cloud) : IAsyncDisposable
{
    // Documentation/block/stat.rst: sectors in these files have 512 bytes, whatever the device has.
    private const int SectorSize = 512;
    private const int SectorsRead = 2;
    private const int SectorsWritten = 6;

    private readonly List<(LoopDevice Device, long[] Before)> _devices = [];

    /// <summary>Folder with `[instance id]/dev/[name]`.</summary>
    public string Folder { get; } = Path.Combine(cloud.Workspace, "counted");

    public long BytesWritten => Sum(SectorsWritten);

    public long BytesRead => Sum(SectorsRead);

    /// <summary>A test is skipped where the kernel gives no such devices.</summary>
    public static void Need() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/dev/loop-control"),
        "What is read and written is counted by loop devices, which need root on Linux.");

    public IAmazonEC2 Around(IAmazonEC2 inner) => AttachingEc2.Around(inner, AttachAsync);

    public async ValueTask DisposeAsync()
    {
        foreach ((LoopDevice device, _) in _devices) await device.DisposeAsync();
    }

    private async Task AttachAsync(AttachVolumeRequest request, CancellationToken cancellationToken)
    {
        string file = cloud.VolumeFile(request.VolumeId!);
        LoopDevice device = await LoopDevice.MakeAsync(file, 0, new FileInfo(file).Length, cancellationToken);
        _devices.Add((device, Read(device)));
        // The kernel would read more than it is asked for.
        await NodeTool.RunAsync("blockdev", ["--setra", "0", device.Path], cancellationToken);
        string folder = Directory.CreateDirectory(Path.Combine(Folder, request.InstanceId!, "dev")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(request.Device!)), device.Path);
    }

    private long Sum(int field) => _devices.Sum(item => Read(item.Device)[field] - item.Before[field]) * SectorSize;

    private static long[] Read(LoopDevice device) =>
    [
        .. File.ReadAllText($"/sys/block/{Path.GetFileName(device.Path)}/stat").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture)),
    ];
}
