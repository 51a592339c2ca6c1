using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>What a scan costs, what it leaves behind, and what it says when it has no tool.</summary>
public sealed class ScanTests : IDisposable
{
    private const long Allowance = 64L << 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mkfs.ext4 -q -E lazy_itable_init=1,lazy_journal_init=1,nodiscard", 4)]
    [InlineData("mkfs.ext4 -q -E lazy_itable_init=1,lazy_journal_init=1,nodiscard", 64)]
    [InlineData("mkfs.xfs -q -K", 64)]
    [InlineData("mkfs.ntfs -q -F -Q", 64)]
    public async Task Scan_reads_the_files_it_needs_and_little_more_whatever_the_length_of_the_disk(string mkfs, int gigabytes)
    {
        bool windows = mkfs.Contains("ntfs", StringComparison.Ordinal);
        string tree = windows ? new WindowsTree(_folder, "files").Finish() : new LinuxTree(_folder, "files").Folder;
        long files = Directory.EnumerateFiles(tree, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Sum(file => new FileInfo(file).Length);
        int megabytes = gigabytes * 1024 - 2;
        string image = new GuestImage(_folder).Make("long.raw", "gpt", new GuestImage.Part(megabytes, mkfs, tree));
        if (MountReader.Obstacle() is { } obstacle) Assert.Skip(obstacle);
        await using var disk = new CountingDisk(await new DiskImages().OpenAsync(image));

        var facts = await new GuestInspector().InspectAsync([new GuestDisk(0, true, disk)], GuestAccess.Mount);

        Assert.NotNull(facts.OperatingSystem.Version);
        Assert.InRange(disk.BytesRead, 1, files + Allowance);
        TestContext.Current.TestOutputHelper?.WriteLine($"{mkfs}, {gigabytes} GiB: {disk.BytesRead} bytes read");
    }

    [Fact]
    public async Task Scan_leaves_no_folder_no_mount_and_no_process_behind()
    {
        string image = new GuestImage(_folder).Make(
            "left.raw", "msdos", new GuestImage.Part(64, "mkfs.ext4 -q", new LinuxTree(_folder, "root").Folder));
        if (MountReader.Obstacle() is { } obstacle) Assert.Skip(obstacle);
        await using var disk = await new DiskImages().OpenAsync(image);
        var tables = new GuestDiskFacts(0, true, await new DiskImages().ReadLayoutAsync(disk));
        string folder;
        await using (var disks = InspectedDisks.Open([new GuestDisk(0, true, disk)], [tables]))
        {
            folder = disks.Folder;
            await using var reader = await MountReader.OpenAsync(disks, TimeProvider.System, CancellationToken.None);
            Assert.Single(reader.Volumes);
            Assert.Contains(folder, Tool.Run("losetup", "-a"), StringComparison.Ordinal);
            Assert.NotEmpty(ProcessesOf(folder));
            Assert.DoesNotContain(folder, await File.ReadAllTextAsync("/proc/mounts"), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder));
        Assert.DoesNotContain(folder, Tool.Run("losetup", "-a"), StringComparison.Ordinal);
        Assert.Empty(ProcessesOf(folder));
    }

    [Fact]
    public async Task Tables_alone_leave_every_other_fact_unknown_and_nothing_passed_by_it()
    {
        await using var disk = PatternDisk.Random(1, 4 << 20, 1, 512);

        var facts = await new GuestInspector().InspectAsync([new GuestDisk(0, true, disk)], GuestAccess.TablesOnly);
        var findings = GuestRules.Evaluate(facts, new GuestDestination { Machine = "vm", AccessNode = GuestFamily.Linux });

        Assert.All(findings, finding => Assert.Equal(FindingStatus.Unknown, finding.Status));
    }

    [Fact]
    public async Task Disk_without_a_system_is_unknown_with_the_reason()
    {
        string image = new GuestImage(_folder).Make("empty.raw", "msdos", new GuestImage.Part(64, "mkfs.ext4 -q"));

        var facts = await Inspect.AsMountAsync(image);

        Assert.Contains("no system was found", facts.ReadBy, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Unknown, Inspect.Answer(facts, "LNX-01").Status);
    }

    [Fact]
    public async Task Two_systems_on_the_boot_disk_are_not_guessed_between()
    {
        string image = new GuestImage(_folder).Make(
            "two.raw", "gpt",
            new GuestImage.Part(64, "mkfs.ext4 -q", new LinuxTree(_folder, "a").Folder),
            new GuestImage.Part(64, "mkfs.ext4 -q", new LinuxTree(_folder, "b").Folder));

        var facts = await Inspect.AsMountAsync(image);

        Assert.Contains("several systems", facts.ReadBy, StringComparison.Ordinal);
        Assert.Null(facts.OperatingSystem.Version);
    }

    /// <summary>Processes that name the folder in their command line.</summary>
    private static List<string> ProcessesOf(string folder)
    {
        var found = new List<string>();
        foreach (string process in Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
        {
            try
            {
                if (File.ReadAllText($"{process}/cmdline").Contains(folder, StringComparison.Ordinal)) found.Add(process);
            }
            catch (IOException)
            {
                // It ended in between.
            }
        }

        return found;
    }
}
